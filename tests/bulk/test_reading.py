"""The rows that a worker returns for a part."""

import base64
import io
import struct
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from bulk import reading
from bulk.errors import CODES, RunInterrupted
from bulk.inputs import Input
from bulk.reading import ReadingSettings, read_part
from bulk.sources import list_inputs
from swagdigit import ArchiveUnavailable, ClassifierUnavailable
from tests.fakes.archive import FullArchive, InMemoryArchive
from tests.fakes.classifier import UNSURE, FixedClassifier, UnavailableClassifier
from web.app import create_app
from web.container import Container
from web.errors import REFUSALS
from web.settings import Settings


@pytest.fixture
def override(monkeypatch):
    """A function that replaces parts of the container of this process."""

    def use(**others):
        container = Container(**others)
        monkeypatch.setattr(reading, "_container", lambda: container)
        reading._recogniser.cache_clear()  # noqa: SLF001

    yield use
    reading._recogniser.cache_clear()  # noqa: SLF001


def rows(*names, archive_images=False):
    """Read what is named; return its rows."""
    images = list(list_inputs(map(str, names)))
    return read_part(
        images, ReadingSettings.of_this_process(), archive_images=archive_images
    ).to_pylist()


def errors(*names):
    """Read what is named; return code and message of each."""
    return [(row["error"], row["message"]) for row in rows(*names)]


def test_a_row_has_what_the_api_answers(digits, tmp_path):
    """Digit, certainty, probabilities and model are those of /api/predict."""
    for number, png in enumerate(digits[:8]):
        (tmp_path / f"{number}.png").write_bytes(png)
    client = create_app(Container(archive=InMemoryArchive())).test_client()

    for row in rows(tmp_path):
        png = (tmp_path / row["path"]).read_bytes()
        image = {"image": base64.b64encode(png).decode()}
        answer = client.post("/api/predict", json=image).get_json()

        assert row["digit"] == answer.get("prediction")
        assert row["certainty"] == pytest.approx(answer["certainty"], abs=0.01)
        if row["digit"] is not None:
            told = [row[f"p{digit}"] for digit in range(10)]
            assert told == pytest.approx(answer["probabilities"], abs=1e-5)
            assert row["model"] == answer["model"]


def test_codes_are_those_of_the_api():
    """One who knows the codes of the one knows those of the other."""
    shared = CODES.keys() & REFUSALS.keys()

    assert len(shared) == 4
    assert {CODES[error] for error in shared} == {REFUSALS[error].code for error in shared}


def test_a_bad_file_harms_no_other(digits, tmp_path):
    """Each has its row, with the reason, among rows that have none."""
    Image.new("L", (99, 99), 255).save(tmp_path / "2 blank.png")
    (tmp_path / "1 broken.png").write_bytes(digits[0][:200])
    (tmp_path / "4 gone.png").symlink_to("nowhere")
    (tmp_path / "3 text.png").write_text("text")
    (tmp_path / "0.png").write_bytes(digits[0])
    (tmp_path / "5.png").write_bytes(digits[1])

    told = sorted(rows(tmp_path), key=lambda row: row["path"])

    assert [row["error"] for row in told] == [
        None,
        "invalid_image",
        "blank_image",
        "invalid_image",
        "unreadable_file",
        None,
    ]
    assert [row["message"] for row in told[1:5]] == [
        "the image is broken",
        "nothing is drawn on the image",
        "not an image of an accepted format",
        "No such file or directory",
    ]
    assert [row["digit"] is None for row in told] == [False, True, True, True, True, False]


def test_a_file_that_vanishes_is_a_row(tmp_path):
    """What was there when the images were listed need not be there any more."""
    part = read_part(
        [Input(str(tmp_path / "gone.png"))],
        ReadingSettings.of_this_process(),
        archive_images=False,
    )

    assert part["error"].to_pylist() == ["unreadable_file"]


def test_an_uncertain_digit_is_not_told(digits, tmp_path, override):
    """As in the API: how uncertain it is, but not what it would be."""
    override(classifier=FixedClassifier(UNSURE))
    (tmp_path / "a.png").write_bytes(digits[0])

    [row] = rows(tmp_path)

    assert (row["error"], row["certainty"], row["model"]) == ("certainty_too_low", 41.7, "fixed-1")
    assert row["digit"] is row["p0"] is None


def test_a_file_over_the_limit_is_not_read(digits, tmp_path, override):
    """SWAGDIGIT_MAX_BYTES holds for each file and each member."""
    (tmp_path / "a.png").write_bytes(digits[0])
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as file:
        file.writestr("a.png", digits[0])
    size = len(digits[0])

    override(settings=Settings(max_bytes=size))
    assert errors(tmp_path) == [(None, None)] * 2
    override(settings=Settings(max_bytes=size - 1))
    assert errors(tmp_path) == [("file_too_large", f"{size} bytes are too many")] * 2


def test_a_zip_bomb_is_not_unpacked(tmp_path):
    """A member that says to be large is refused; one that lies is cut off where it should end."""
    honest = io.BytesIO()
    with zipfile.ZipFile(honest, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("bomb.png", bytes(50_000_000))
    (tmp_path / "honest.zip").write_bytes(honest.getvalue())
    lie = honest.getvalue().replace(struct.pack("<L", 50_000_000), struct.pack("<L", 1000))
    (tmp_path / "liar.zip").write_bytes(lie)

    assert errors(tmp_path / "honest.zip", tmp_path / "liar.zip") == [
        ("file_too_large", "50000000 bytes are too many"),
        ("unreadable_file", "Bad CRC-32 for file 'bomb.png'"),
    ]


def test_members_that_can_not_be_unpacked_are_rows(digits, tmp_path):
    """A broken one, one that wants a password, and one that is packed in another way."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.png", digits[0])
        file.writestr("b.png", digits[1])
    content = packed.getvalue()
    (tmp_path / "0 broken.zip").write_bytes(content.replace(b"IHDR", b"RHDI", 1))
    (tmp_path / "1 secret.zip").write_bytes(_with_password(content))
    with zipfile.ZipFile(tmp_path / "2 rare.zip", "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a.png", digits[0])

    assert errors(*sorted(tmp_path.iterdir())) == [
        ("unreadable_file", "Bad CRC-32 for file 'a.png'"),
        (None, None),
        ("unreadable_file", "it is locked with a password"),
        (None, None),
        ("unreadable_file", "it is packed in another way than zips usually are"),
    ]


def test_what_can_not_be_read_is_not_held(digits, tmp_path, monkeypatch):
    """Of hundreds of broken members, no worker has more than one in memory."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("a.png", digits[0])
    (tmp_path / "broken.zip").write_bytes(content.getvalue().replace(b"IHDR", b"RHDI", 1))
    outcomes = []
    monkeypatch.setattr(reading, "table_of", lambda _, told: outcomes.extend(told))
    images = list(list_inputs([str(tmp_path)]))
    read_part(images, ReadingSettings.of_this_process(), archive_images=False)

    [error] = outcomes
    assert (error.__traceback__, error.__cause__, error.__context__) == (None, None, None)


def _with_password(content):
    """Return the zip with the mark that its first member is encrypted, in both of its headers."""
    changed = bytearray(content)
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        changed[changed.index(signature) + flags] |= 1
    return bytes(changed)


def test_members_of_one_name_are_told_apart(digits, tmp_path):
    """Each is read, not the last one twice."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("a.png", digits[0])
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("a.png", digits[0][:200])

    assert [code for code, _ in errors(tmp_path)] == [None, "invalid_image"]


def test_a_zip_that_was_replaced_is_read_as_it_is(digits, tmp_path):
    """A worker that lives long does not remember a table of contents of yesterday."""
    for png, code in ((digits[0], None), (digits[0][:200], "invalid_image")):
        (tmp_path / "a.zip").unlink(missing_ok=True)
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
            file.writestr("a.png", png)
        assert [row["error"] for row in rows(tmp_path)] == [code]


def test_no_image_of_a_zip_that_changes_is_taken_for_another(digits, tmp_path):
    """Between its listing and its reading, hours may go by; what is as it was listed is read."""

    def write(*members):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
            for number in members:
                file.writestr(f"{number}.png", digits[number])

    write(0, 1, 2, 3)
    images = list(list_inputs([str(tmp_path)]))
    write(0, 2, 1)
    part = read_part(images, ReadingSettings.of_this_process(), archive_images=False)

    changed = "the zip has changed since its images were listed"
    assert part["message"].to_pylist() == [None, changed, changed, changed]


def test_large_images_do_not_use_up_the_pixels_of_others(tmp_path):
    """The limit to the pixels of all images of a request does not hold for those of a part."""
    for number in range(4):
        Image.new("L", (3000, 3000), 255).save(tmp_path / f"{number}.jpg")

    assert {code for code, _ in errors(tmp_path)} == {"blank_image"}


def test_nothing_is_archived_unless_asked_for(digits, tmp_path, override):
    """Images that are at home elsewhere are not copied; with --archive their rows say where."""
    archive = InMemoryArchive()
    override(archive=archive)
    (tmp_path / "a.png").write_bytes(digits[0])

    [row] = rows(tmp_path)
    assert row["image_id"] is None
    assert archive.ids() == []

    [row] = rows(tmp_path, archive_images=True)
    assert archive.ids() == [row["image_id"]]
    assert archive.get(row["image_id"]).png == digits[0]


@pytest.mark.parametrize(
    "others", [{"classifier": UnavailableClassifier()}, {"archive": FullArchive()}]
)
def test_what_is_no_images_fault_is_no_row(digits, tmp_path, override, others):
    """Without a model or room in the archive, the part is not finished, but to be read again."""
    (tmp_path / "a.png").write_bytes(digits[0])
    override(**others)

    with pytest.raises((ClassifierUnavailable, ArchiveUnavailable), match=r"no model|no room"):
        rows(tmp_path, archive_images=True)


def test_an_image_that_can_not_be_kept_is_answered_if_so_told(digits, tmp_path, override):
    """With SWAGDIGIT_ARCHIVE_REQUIRED=false, as in the service; its row has no name of an image."""
    (tmp_path / "a.png").write_bytes(digits[0])
    told = rows(tmp_path)
    override(archive=FullArchive(), settings=Settings(archive_required=False))

    assert rows(tmp_path, archive_images=True) == told


def test_a_worker_with_another_model_reads_nothing(tmp_path):
    """The rows of a file are all of one model and one threshold."""
    settings = replace(ReadingSettings.of_this_process(), model="another")

    with pytest.raises(RunInterrupted, match="model='another'"):
        read_part([Input(str(tmp_path / "a.png"))], settings, archive_images=False)


def test_an_impossible_setting_of_a_worker_interrupts_the_run(override, monkeypatch):
    """No image is to blame: none has a row that says so."""
    settings = ReadingSettings.of_this_process()
    override()
    monkeypatch.setenv("SWAGDIGIT_THRESHOLD", "many")

    with pytest.raises(RunInterrupted, match="a worker can not read, SWAGDIGIT_THRESHOLD='many'"):
        read_part([Input("a.png")], settings, archive_images=False)
