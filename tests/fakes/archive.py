"""Archives for tests that are about something else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import override

from swagdigit import (
    ArchivedImage,
    ArchiveEntry,
    ArchiveUnavailable,
    ImageArchive,
    ImageNotFound,
    Prediction,
)


class InMemoryArchive(ImageArchive):
    """Keeps images until the test ends; each is at least a microsecond after the last."""

    def __init__(self) -> None:
        self._images: dict[str, ArchivedImage] = {}
        self._now = datetime.now(UTC)
        self._lock = Lock()

    @override
    def keep(self, png: bytes) -> str:
        with self._lock:
            self._now = max(datetime.now(UTC), self._now + timedelta(microseconds=1))
            image_id = f"{self._now:%Y%m%dT%H%M%S.%fZ}"
            self._images[image_id] = ArchivedImage(png, prediction=None)
        return image_id

    @override
    def record(self, image_id: str, prediction: Prediction) -> None:
        self._images[image_id] = replace(self.get(image_id), prediction=prediction)

    @override
    def record_blank(self, image_id: str) -> None:
        self._images[image_id] = replace(self.get(image_id), is_blank=True)

    @override
    def label(self, image_id: str, digit: int) -> None:
        if digit not in range(10):
            raise ValueError(f"no digit: {digit}")
        self._images[image_id] = replace(self.get(image_id), label=digit)

    @override
    def get(self, image_id: str) -> ArchivedImage:
        try:
            return self._images[image_id]
        except KeyError as error:
            raise ImageNotFound(image_id) from error

    @override
    def ids(self, *, labelled: bool = False) -> list[str]:
        images = sorted(self._images.items())
        return [name for name, image in images if not labelled or image.label is not None]

    @override
    def latest(self, limit: int, *, before: str | None = None) -> list[ArchiveEntry]:
        names = [name for name in reversed(self.ids()) if before is None or name < before]
        images = [(name, self._images[name]) for name in names[:limit]]
        return [
            ArchiveEntry(name, image.prediction, image.label, image.is_blank)
            for name, image in images
        ]

    @override
    def delete(self, image_id: str) -> None:
        self.get(image_id)
        del self._images[image_id]

    @override
    def check(self) -> None:
        pass


class FullArchive(InMemoryArchive):
    """Has no room left."""

    @override
    def keep(self, png: bytes) -> str:
        raise ArchiveUnavailable("no room")

    @override
    def record(self, image_id: str, prediction: Prediction) -> None:
        raise ArchiveUnavailable("no room")

    @override
    def record_blank(self, image_id: str) -> None:
        raise ArchiveUnavailable("no room")

    @override
    def label(self, image_id: str, digit: int) -> None:
        raise ArchiveUnavailable("no room")

    @override
    def check(self) -> None:
        raise ArchiveUnavailable("no room")
