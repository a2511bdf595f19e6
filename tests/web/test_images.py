"""What can be done with the kept images."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest

from adapters.archives.folder_archive import FolderArchive
from swagdigit import ImageNotFound
from tests.fakes.archive import InMemoryArchive
from tests.fakes.classifier import UNSURE, FixedClassifier
from tests.fakes.reader import DIGIT_PNG
from tests.web.parts import BLANK, DIGIT, UnreadableArchive

UNKNOWN = "20200101T000000.000000Z"


@pytest.fixture
def image_id(client):
    """An image that was sent."""
    return client.open(**DIGIT).json["image_id"]


def label(client, image_id, **options):
    """Say that an image is a 7."""
    return client.put(f"/api/images/{image_id}/label", **{"json": {"label": 7}} | options)


class TestHistory:
    def test_an_image_is_listed_with_what_was_said(self, client, image_id):
        """What the model said and what a person said stand side by side."""
        label(client, image_id)

        assert client.get("/api/images").json == {
            "images": [
                {
                    "image_id": image_id,
                    "prediction": 5,
                    "blank": False,
                    "certainty": 75.32,
                    "told": True,
                    "label": 7,
                    "model": "fixed-1",
                }
            ],
            "next": None,
        }

    def test_what_was_not_told_is_listed(self, make_client):
        """An operator sees what the model thought, and that nobody was told."""
        client = make_client(classifier=FixedClassifier(UNSURE))
        client.open(**DIGIT)
        [image] = client.get("/api/images").json["images"]

        assert (image["prediction"], image["certainty"], image["told"]) == (0, 41.7, False)

    def test_a_blank_image_has_no_prediction(self, client):
        """What no model was asked about is null."""
        client.open(**BLANK)
        [image] = client.get("/api/images").json["images"]

        assert {image[field] for field in ("prediction", "certainty", "label", "model")} == {None}
        assert (image["blank"], image["told"]) == (True, False)

    def test_it_is_read_page_by_page(self, client):
        """Each answer says where the next one begins, and the last one that it is the last."""
        kept = [client.open(**DIGIT).json["image_id"] for _ in range(5)]
        seen, following = [], ""
        while following is not None:
            answer = client.get(f"/api/images?limit=2{following and f'&before={following}'}").json
            seen += [image["image_id"] for image in answer["images"]]
            following = answer["next"]

        assert seen == kept[::-1]

    def test_a_page_that_is_just_full_is_the_last(self, client):
        """Nobody is sent for a page on which there is nothing."""
        kept = [client.open(**DIGIT).json["image_id"] for _ in range(4)]

        assert client.get("/api/images?limit=4").json["next"] is None
        assert client.get("/api/images?limit=3").json["next"] == kept[1]

    @pytest.mark.parametrize("before", ["", "null", "garbage", "2026-11-27T14:36:20Z"])
    def test_an_impossible_place_to_begin_is_refused(self, client, before):
        """The newest page again, or an empty one, would let a client loop for ever or stop."""
        response = client.get(f"/api/images?before={before}")

        assert response.status_code == 400
        assert response.json["code"] == "invalid_parameter"

    @pytest.mark.parametrize("limit", ["0", "201", "-1", "many", "1.5", "9" * 5000])
    def test_an_impossible_limit_is_refused(self, client, limit):
        """In the one form of all refusals."""
        response = client.get(f"/api/images?limit={limit}")

        assert response.status_code == 400
        assert response.json["code"] == "invalid_parameter"


class TestImage:
    def test_it_comes_back_as_it_was(self, client, image_id):
        """Byte for byte, as a PNG, for no cache to keep."""
        response = client.get(f"/api/images/{image_id}.png")

        assert (response.data, response.mimetype) == (DIGIT_PNG, "image/png")
        assert response.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize("name", [UNKNOWN, "..%2f..%2fmain", "x", "%00", "é"])
    def test_an_unknown_name_is_not_found(self, client, name):
        """Nor is anything outside of the archive."""
        for response in (
            client.get(f"/api/images/{name}.png"),
            label(client, name),
            client.delete(f"/api/images/{name}"),
        ):
            assert response.status_code == 404
            assert response.json["code"] == "not_found"


class TestLabel:
    def test_the_last_word_counts(self, client, archive, image_id):
        """A person may correct a correction."""
        label(client, image_id)
        answer = label(client, image_id, json={"label": 0}).json

        assert answer["label"] == archive.get(image_id).label == 0
        assert answer["prediction"] == 5

    def test_a_label_may_be_written_as_a_decimal(self, client, archive, image_id):
        """To JSON, 7.0 is the same number."""
        response = label(
            client, image_id, json=None, data=b'{"label": 7.0}', content_type="application/json"
        )

        assert response.text.count('"label":7,') == 1
        assert archive.get(image_id).label == 7

    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"7",
            b"[7]",
            b"{}",
            b'{"label": 10}',
            b'{"label": -1}',
            b'{"label": 7.5}',
            b'{"label": NaN}',
            b'{"label": 1e999}',
            b'{"label": 10.0}',
            b'{"label": "7.0"}',
            b'{"label": "7"}',
            b'{"label": true}',
            b'{"label": null}',
            b'{"label": 7',
            b'{"label": \xff}',
        ],
    )
    def test_a_label_is_a_digit(self, client, archive, image_id, body):
        """All else is refused, and nothing of it kept."""
        response = label(client, image_id, json=None, data=body, content_type="application/json")

        assert response.status_code == 400
        assert response.json["code"] == "invalid_label"
        assert archive.get(image_id).label is None

    @pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", ""])
    def test_only_json_is_taken(self, client, archive, image_id, content_type):
        """What any page may send without asking first is not taken (CSRF)."""
        response = label(
            client, image_id, json=None, data=b'{"label": 7}', content_type=content_type
        )

        assert response.status_code == 415
        assert archive.get(image_id).label is None


def test_a_deleted_image_is_gone(client, archive, image_id):
    """It is erased at once, and can not be erased twice."""
    assert client.delete(f"/api/images/{image_id}").status_code == 204
    assert client.delete(f"/api/images/{image_id}").status_code == 404
    assert client.get("/api/images").json["images"] == []
    with pytest.raises(ImageNotFound):
        archive.get(image_id)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/images/labelled.zip"),
        ("GET", "/api/images/{}.png"),
        ("PUT", "/api/images/{}/label"),
        ("DELETE", "/api/images/{}"),
    ],
)
def test_unknown_parameters_are_refused(client, archive, image_id, method, path):
    """Who asks only to try erases nothing."""
    path = path.format(image_id) + "?dry_run=1"
    response = client.open(path, method=method, json={"label": 7})

    assert response.status_code == 400
    assert response.json["code"] == "invalid_parameter"
    assert archive.get(image_id).label is None


class TestExport:
    def test_labelled_images_are_exported(self, client):
        """Each under its digit, and a table of what was said of them; the others are left out."""
        kept = [client.open(**DIGIT).json["image_id"] for _ in range(3)]
        label(client, kept[0])
        label(client, kept[2], json={"label": 0})
        response = client.get("/api/images/labelled.zip")
        files = zipfile.ZipFile(io.BytesIO(response.data))
        rows = list(csv.reader(files.read("labels.csv").decode().splitlines()))

        assert response.mimetype == "application/zip"
        assert "labelled.zip" in response.headers["Content-Disposition"]
        assert files.testzip() is None
        assert files.namelist() == [f"7/{kept[0]}.png", f"0/{kept[2]}.png", "labels.csv"]
        assert files.read(f"7/{kept[0]}.png") == DIGIT_PNG
        assert rows == [
            ["file", "label", "prediction", "certainty", "model"],
            [f"7/{kept[0]}.png", "7", "5", "75.32", "fixed-1"],
            [f"0/{kept[2]}.png", "0", "5", "75.32", "fixed-1"],
        ]

    def test_it_is_sent_while_it_is_made(self, client, archive):
        """Nobody has to hold all images at once, and one that is deleted meanwhile is no error."""
        kept = [archive.keep(bytes(10_000)) for _ in range(20)]  # more than are read at a time
        for image_id in kept:
            archive.label(image_id, 1)
        parts = client.get("/api/images/labelled.zip").iter_encoded()
        sent = next(parts)
        archive.delete(kept[-2])
        sent += b"".join(parts)

        assert zipfile.ZipFile(io.BytesIO(sent)).namelist() == [
            *(f"1/{name}.png" for name in [*kept[:-2], kept[-1]]),
            "labels.csv",
        ]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("19700101T000012.000000Z", 1980),  # of a clock that has lost its battery
        ("25000101T000000.000000Z", 2107),
        ("20259999T000000.000000Z", 1980),  # a file that somebody has named
    ],
)
def test_whatever_the_time_of_an_image_it_is_exported(make_client, tmp_path, name, year):
    """A zip knows the years from 1980 to 2107; one image of another is no end of all others."""
    (tmp_path / f"{name}.png").write_bytes(DIGIT_PNG)
    (tmp_path / f"{name}.label").write_text("3")
    export = make_client(archive=FolderArchive(tmp_path)).get("/api/images/labelled.zip")

    [image, _table] = zipfile.ZipFile(io.BytesIO(export.data)).infolist()
    assert image.filename == f"3/{name}.png"
    assert image.date_time[0] == year


def test_an_image_that_has_lost_its_label_is_not_exported(make_client):
    """It was erased while it was read, or somebody damaged what was said of it."""

    class LosingArchive(InMemoryArchive):
        def get(self, image_id):
            return replace(super().get(image_id), label=None)

    archive = LosingArchive()
    archive.label(archive.keep(DIGIT_PNG), 1)
    export = make_client(archive=archive).get("/api/images/labelled.zip")

    assert zipfile.ZipFile(io.BytesIO(export.data)).namelist() == ["labels.csv"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/images"),
        ("GET", "/api/images/labelled.zip"),
        ("GET", f"/api/images/{UNKNOWN}.png"),
        ("PUT", f"/api/images/{UNKNOWN}/label"),
        ("DELETE", f"/api/images/{UNKNOWN}"),
    ],
)
def test_an_archive_that_fails_is_said(make_client, method, path):
    """In the one form of all refusals, without a word about the inside."""
    client = make_client(archive=UnreadableArchive())
    response = client.open(path, method=method, json={"label": 7})

    assert response.status_code == 507
    assert response.json["code"] == "archive_unavailable"
    assert "secret" not in response.text
