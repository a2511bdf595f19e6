"""The export: every labelled image in one zip, made while it is sent."""

import csv
import io
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from itertools import batched
from typing import override

from swagdigit import ArchivedImage, ImageArchive, ImageNotFound

_READERS = 8  # images at a time: a store far away takes its time for each
_FIRST, _LAST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2107, 12, 31, tzinfo=UTC)
"""What a zip can tell."""
_COLUMNS = ("file", "label", "prediction", "certainty", "model")


def zip_of_labelled(archive: ImageArchive) -> Iterator[bytes]:
    """
    Yield a zip file in parts: `<label>/<image_id>.png` for each, and `labels.csv` for all.

    It takes the memory of a few images, and a line of the table for each. An image that is deleted
    meanwhile, or whose label is damaged, is left out.

    Raises:
        ArchiveUnavailable: the archive could not be read.
    """
    names = archive.ids(labelled=True)  # before the first byte: a refusal is still possible
    return _parts(archive, names)


def _parts(archive: ImageArchive, names: list[str]) -> Iterator[bytes]:
    outlet, table = _Outlet(), io.StringIO()
    rows = csv.writer(table)
    rows.writerow(_COLUMNS)
    with zipfile.ZipFile(outlet, "w") as file:
        for name, image in _images(archive, names):
            path = f"{image.label}/{name}.png"
            rows.writerow([path, image.label, *_said_of(image)])
            file.writestr(_entry(path, name), image.png)
            yield outlet.taken()
        file.writestr("labels.csv", table.getvalue(), zipfile.ZIP_DEFLATED)
    yield outlet.taken()


def _images(archive: ImageArchive, names: list[str]) -> Iterator[tuple[str, ArchivedImage]]:
    """Give the images of these names that are there and have a label; some are read at a time."""

    def read(name: str) -> ArchivedImage | None:
        with suppress(ImageNotFound):  # deleted meanwhile
            return archive.get(name)
        return None

    with ThreadPoolExecutor(_READERS) as readers:
        for some in batched(names, _READERS, strict=False):
            for name, image in zip(some, readers.map(read, some), strict=True):
                if image and image.label is not None:  # or it is damaged
                    yield name, image


def _said_of(image: ArchivedImage) -> tuple[object, ...]:
    prediction = image.prediction
    return (prediction.digit, prediction.certainty, prediction.model) if prediction else ("",) * 3


def _entry(path: str, image_id: str) -> zipfile.ZipInfo:
    """Name a file of the zip, with the time of its receipt; a PNG is not packed once more."""
    return zipfile.ZipInfo(path, _time_in_zip(image_id).timetuple()[:6])


def _time_in_zip(image_id: str) -> datetime:
    """Return the time of a name; as near as a zip can tell, where a clock was wrong by decades."""
    try:
        time = datetime.strptime(image_id, "%Y%m%dT%H%M%S.%f%z")
    except ValueError:  # somebody else has named a file like that
        return _FIRST
    return min(max(time, _FIRST), _LAST)


class _Outlet(io.RawIOBase):
    """Takes what is written, and gives it away: a file that can not be gone back in."""

    def __init__(self) -> None:
        self._written = bytearray()

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        self._written += data
        return len(data)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        taken, self._written = bytes(self._written), bytearray()
        return taken
