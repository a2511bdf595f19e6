"""What every ImageArchive promises."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from swagdigit import ArchiveEntry, ImageNotFound, Prediction

PNG = b"\x89PNG\r\n\x1a\n and some pixels \0\xff"
FIVE = Prediction((0.0,) * 5 + (0.75,) + (0.05,) * 4, "model-1")
ONE = Prediction((0.0, 1.0) + (0.0,) * 8, "model-2")
OF_MODEL = b'{"probabilities": [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], "model": %b}'


class ArchiveContract:
    """Inherit from it with a fixture `archive`."""

    def test_an_image_comes_back_as_it_was(self, archive):
        """What is kept is what was given, byte for byte, and nothing is said of it yet."""
        image = archive.get(archive.keep(PNG))

        assert (image.png, image.prediction, image.label) == (PNG, None, None)

    def test_the_name_is_the_time_of_receipt(self, archive):
        """A name is the UTC time to the microsecond, and safe in a URL and on a disk."""
        image_id = archive.keep(PNG)
        time = datetime.strptime(image_id, "%Y%m%dT%H%M%S.%fZ").replace(tzinfo=UTC)

        assert re.fullmatch(r"\d{8}T\d{6}\.\d{6}Z", image_id)
        assert abs(datetime.now(UTC) - time) < timedelta(minutes=1)

    def test_names_sort_by_time(self, archive):
        """The oldest image is listed first."""
        kept = [archive.keep(PNG) for _ in range(20)]

        assert kept == sorted(kept) == archive.ids()

    def test_names_are_unique_under_eight_clients(self, archive):
        """Images that come at the same time get different names, and none is lost."""
        pictures = [PNG + bytes([number % 256, number // 256]) for number in range(400)]
        with ThreadPoolExecutor(8) as clients:
            names = list(clients.map(archive.keep, pictures))

        assert len(set(names)) == len(pictures)
        assert [archive.get(name).png for name in names] == pictures

    def test_the_prediction_is_put_beside_the_image(self, archive):
        """An image comes back with what was said of it."""
        image_id = archive.keep(PNG)
        archive.record(image_id, FIVE)
        image = archive.get(image_id)

        assert (image.png, image.prediction) == (PNG, FIVE)
        assert archive.ids() == [image_id]

    def test_a_later_prediction_replaces_the_earlier(self, archive):
        """What was said last is what is known."""
        image_id = archive.keep(PNG)
        archive.record(image_id, FIVE)
        archive.record(image_id, ONE)

        assert archive.get(image_id).prediction == ONE

    def test_a_blank_image_is_known_as_such(self, archive):
        """What nobody was asked about is told from what nobody has answered."""
        blank, lost = archive.keep(PNG), archive.keep(PNG)
        archive.record_blank(blank)

        assert archive.get(blank).is_blank
        assert not archive.get(lost).is_blank
        assert [entry.is_blank for entry in archive.latest(2)] == [False, True]
        assert [entry.prediction for entry in archive.latest(2)] == [None, None]

    def test_the_label_is_put_beside_the_image(self, archive):
        """An image comes back with what a person said of it, and with the prediction."""
        image_id = archive.keep(PNG)
        archive.record(image_id, FIVE)
        archive.label(image_id, 6)
        image = archive.get(image_id)

        assert (image.png, image.prediction, image.label) == (PNG, FIVE, 6)

    def test_a_later_label_replaces_the_earlier(self, archive):
        """Who was wrong may correct the correction; no digit is less than another."""
        image_id = archive.keep(PNG)
        archive.label(image_id, 9)
        archive.label(image_id, 0)

        assert archive.get(image_id).label == 0

    def test_a_later_prediction_leaves_the_label(self, archive):
        """What a person said is not undone by what a classifier says."""
        image_id = archive.keep(PNG)
        archive.label(image_id, 6)
        archive.record(image_id, FIVE)
        image = archive.get(image_id)

        assert (image.prediction, image.label) == (FIVE, 6)

    @pytest.mark.parametrize("digit", [-1, 10, 77])
    def test_a_label_is_a_digit(self, archive, digit):
        """Anything else is a mistake of the caller's, and nothing is kept of it."""
        image_id = archive.keep(PNG)
        with pytest.raises(ValueError, match=str(digit)):
            archive.label(image_id, digit)

        assert archive.get(image_id).label is None

    def test_labelled_images_are_listed(self, archive):
        """Their names can be had without the others, oldest first."""
        kept = [archive.keep(PNG) for _ in range(4)]
        archive.record(kept[0], FIVE)
        archive.label(kept[3], 0)
        archive.label(kept[1], 7)

        assert archive.ids(labelled=True) == [kept[1], kept[3]]
        assert archive.ids() == kept

    def test_the_latest_are_listed_newest_first(self, archive):
        """Each with what was said of it, no more of them than asked for."""
        first, second, third = [archive.keep(PNG) for _ in range(3)]
        archive.record(second, FIVE)
        archive.label(second, 6)

        assert archive.latest(2) == [
            ArchiveEntry(third, None, None),
            ArchiveEntry(second, FIVE, 6),
        ]
        assert [entry.image_id for entry in archive.latest(9)] == [third, second, first]
        assert archive.latest(0) == []

    def test_older_ones_are_listed_by_page(self, archive):
        """The next page begins after the last image of the one before, deleted or not."""
        kept = [archive.keep(PNG) for _ in range(5)]
        archive.delete(kept[3])

        page = archive.latest(2, before=kept[3])
        assert [entry.image_id for entry in page] == [kept[2], kept[1]]
        assert [entry.image_id for entry in archive.latest(2, before=kept[1])] == [kept[0]]
        assert archive.latest(2, before=kept[0]) == []

    def test_a_deleted_image_is_gone(self, archive):
        """With all that was said of it; the others stay."""
        kept, deleted = archive.keep(PNG), archive.keep(PNG)
        archive.record(deleted, FIVE)
        archive.label(deleted, 5)
        archive.delete(deleted)

        assert archive.ids() == [kept]
        assert archive.ids(labelled=True) == []
        assert archive.latest(9) == [ArchiveEntry(kept, None, None)]
        assert_not_found(archive, deleted)

    @pytest.mark.parametrize(
        "image_id", ["20260101T000000.000000Z", "", ".", "..", "../x", "/etc/passwd", "a\0b", "é"]
    )
    def test_unknown_names_are_not_found(self, archive, image_id):
        """A name that the archive never gave finds nothing, inside or outside of it."""
        assert_not_found(archive, image_id)

    @pytest.mark.parametrize(
        "variant", ["./{}", "{}.png", "{}\n", " {}", "{}/", "x/../{}", "{}\0"]
    )
    def test_only_the_name_itself_is_found(self, archive, variant):
        """An image has one name: what a file system would take for the same finds nothing."""
        kept = archive.keep(PNG)

        assert_not_found(archive, variant.format(kept))
        assert archive.latest(9) == [ArchiveEntry(kept, None, None)]

    def test_a_new_archive_is_empty(self, archive):
        """There is nothing in it, and it is ready."""
        archive.check()

        assert archive.ids() == archive.ids(labelled=True) == archive.latest(9) == []


def assert_not_found(archive, image_id):
    """Whatever is asked of it, the archive has no image of this name."""
    for ask in (
        archive.get,
        archive.delete,
        lambda name: archive.record(name, FIVE),
        archive.record_blank,
        lambda name: archive.label(name, 5),
    ):
        with pytest.raises(ImageNotFound):
            ask(image_id)


class DamageContract:
    """Inherit from it, too, with a fixture `damage`: it writes over what is kept by a name."""

    @pytest.mark.parametrize(
        ("suffix", "content"),
        [
            (".json", b"{"),
            (".json", b"[" * 200_000),
            (".json", OF_MODEL % b"5"),
            (".json", OF_MODEL % rb'"\ud800"'),
            (".label", b"12"),
            (".label", b""),
            (".label", b"\xff"),
        ],
        ids=["half", "deep", "no name", "half a sign", "two digits", "nothing", "no text"],
    )
    def test_a_broken_outcome_says_nothing(self, archive, damage, caplog, suffix, content):
        """What somebody damaged is logged by its name, and hides neither the image nor any other."""
        kept = archive.keep(PNG)
        archive.record(kept, FIVE)
        archive.label(kept, 5)
        damage(f"{kept}{suffix}", content)
        left = ArchiveEntry(kept, None, 5) if suffix == ".json" else ArchiveEntry(kept, FIVE, None)

        assert archive.latest(1) == [left]
        assert archive.get(kept).png == PNG
        assert {kept in record.getMessage() for record in caplog.records} == {True}
