"""What people corrected can be trained on."""

import io
import zipfile

import numpy as np
import pytest
from PIL import Image, ImageDraw

from adapters.images.pillow_reader import PillowImageReader
from swagdigit import InvalidImage
from tests.training.conftest import drawing
from training.checkpoints import work_folder
from training.corrections import augmented, load_corrections
from training.recipe import QUICK
from training.samples import Samples


@pytest.fixture(autouse=True)
def pillows_limit(monkeypatch):
    """Pillow's own limit, which a reader raises for the whole process, is that of before again."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)


def test_what_the_service_exports_is_read(exported):
    """Each labelled image is there as the service would read it, with its label."""
    one, slash = drawing(140, 40, 140, 240), drawing(60, 220, 200, 60)
    ink, labels = load_corrections(exported((one, 1), (drawing(0, 0, 9, 9), None), (slash, 7)))
    reader = PillowImageReader(max_pixels=280 * 280)

    assert labels.tolist() == [1, 7]
    assert ink.dtype == np.uint8
    assert [row.tobytes() for row in ink] == [reader.read(p).digit.ink for p in (one, slash)]


@pytest.mark.parametrize("limit", ["1", "none"])
def test_the_settings_of_a_service_do_not_matter(exported, monkeypatch, limit):
    """Neither those of one that reads less, nor impossible ones."""
    monkeypatch.setenv("SWAGDIGIT_MAX_PIXELS", limit)

    assert load_corrections(exported((drawing(140, 40, 140, 240), 1))).labels.tolist() == [1]


def test_what_a_service_with_a_higher_limit_has_kept_is_read(exported):
    """Its operator may have let it read more pixels than services do by default."""
    paper = Image.new("1", (4000, 4000), 1)
    ImageDraw.Draw(paper).line((2000, 600, 2000, 3400), fill=0, width=300)
    file = io.BytesIO()
    paper.save(file, "PNG")

    assert load_corrections(exported((file.getvalue(), 1))).labels.tolist() == [1]


def test_what_was_zipped_again_on_a_mac_is_read(tmp_path):
    """It puts a hidden file beside each, which is no image."""
    file = tmp_path / "again.zip"
    with zipfile.ZipFile(file, "w") as again:
        again.writestr("labelled/1/one.png", drawing(140, 40, 140, 240))
        again.writestr("__MACOSX/labelled/1/._one.png", b"\0\5\x16\7")

    assert load_corrections(file).labels.tolist() == [1]


@pytest.mark.parametrize("name", ["LABELLED/1/ONE.PNG", "./1/one.png", "labelled//1/one.png"])
def test_names_in_other_forms_are_read(tmp_path, name):
    """Some programs that copy or pack files write their names so."""
    file = tmp_path / "again.zip"
    with zipfile.ZipFile(file, "w") as again:
        again.writestr(name, drawing(140, 40, 140, 240))

    assert load_corrections(file).labels.tolist() == [1]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("42/one.png", drawing(140, 40, 140, 240), ValueError),
        ("one.png", drawing(140, 40, 140, 240), ValueError),
        ("1/cut.png", drawing(140, 40, 140, 240)[:99], InvalidImage),
    ],
)
def test_what_can_not_be_learnt_from_is_named(tmp_path, name, content, error):
    """Of thousands of files, one is to be mended or taken out."""
    file = tmp_path / "again.zip"
    with zipfile.ZipFile(file, "w") as again:
        again.writestr(name, content)

    with pytest.raises(error, match=name):
        load_corrections(file)


def test_blank_paper_is_no_sample(exported):
    """A label on an image that shows nothing is no sample."""
    ink, labels = load_corrections(exported((drawing(), 3)))

    assert ink.shape == (0, 784)
    assert labels.shape == (0,)


def some(count):
    """Return corrections of so many images, each another one."""
    random = np.random.default_rng(0)
    ink = np.zeros((count, 28, 28), np.uint8)
    for page in ink:
        left, right = sorted(random.choice(np.arange(4, 25), 2, replace=False))
        page[6:22, left : right + 1] = 255
    return Samples(ink.reshape(count, 784), np.arange(count) % 10)


def test_a_correction_counts_many_times():
    """It is trained on as it is, and augmented, always with the label of the person."""
    corrections = some(3)
    ink, labels = augmented(corrections, at_most=10_000)

    assert np.array_equal(ink[:3], corrections.ink)
    assert sorted(set(labels)) == [0, 1, 2]
    assert len(ink) == len(labels) > 100
    assert len(np.unique(ink, axis=0)) > 100


def test_corrections_outweigh_nobody():
    """However many there are, their copies are no more than is asked for."""
    assert len(augmented(some(9), at_most=20).labels) <= 9 + 20
    assert len(augmented(some(0), at_most=20).labels) == 0


def test_no_training_resumes_with_other_corrections(tmp_path):
    """A network trained on some is not taken for one trained on others, or on none."""
    folders = {
        work_folder(QUICK, tmp_path, corrections) for corrections in (None, some(1), some(2))
    }

    assert len(folders) == 3
