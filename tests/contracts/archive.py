"""What every ImageArchive promises."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from swagdigit import ImageNotFound, Prediction

PNG = b"\x89PNG\r\n\x1a\n and some pixels \0\xff"
FIVE = Prediction((0.0,) * 5 + (0.75,) + (0.05,) * 4, "model-1")
ONE = Prediction((0.0, 1.0) + (0.0,) * 8, "model-2")


class ArchiveContract:
    """Inherit from it with a fixture `archive`."""

    def test_an_image_comes_back_as_it_was(self, archive):
        """What is kept is what was given, byte for byte, and no prediction yet."""
        image = archive.get(archive.keep(PNG))

        assert (image.png, image.prediction) == (PNG, None)

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

    @pytest.mark.parametrize(
        "image_id", ["20260101T000000.000000Z", "", ".", "..", "../x", "/etc/passwd", "a\0b", "é"]
    )
    def test_unknown_names_are_not_found(self, archive, image_id):
        """A name that the archive never gave finds nothing, inside or outside of it."""
        with pytest.raises(ImageNotFound):
            archive.get(image_id)
        with pytest.raises(ImageNotFound):
            archive.record(image_id, FIVE)

    @pytest.mark.parametrize(
        "variant", ["./{}", "{}.png", "{}\n", " {}", "{}/", "x/../{}", "{}\0"]
    )
    def test_only_the_name_itself_is_found(self, archive, variant):
        """An image has one name: what a file system would take for the same finds nothing."""
        image_id = variant.format(archive.keep(PNG))

        with pytest.raises(ImageNotFound):
            archive.get(image_id)
        with pytest.raises(ImageNotFound):
            archive.record(image_id, FIVE)

    def test_a_new_archive_is_empty(self, archive):
        """There is nothing in it, and it is ready."""
        archive.check()

        assert archive.ids() == []
