"""NoArchive: for images that are at home already."""

from typing import Never, override

from swagdigit import (
    ArchiveEntry,
    ArchiveUnavailable,
    ImageArchive,
    ImageNotFound,
    Prediction,
)


class NoArchive(ImageArchive):
    """Keeps nothing, and says so: who asks it to has to do without."""

    @override
    def keep(self, png: bytes) -> Never:
        raise ArchiveUnavailable("nothing is kept")

    @override
    def check(self) -> Never:
        raise ArchiveUnavailable("nothing is kept")

    @override
    def record(self, image_id: str, prediction: Prediction) -> Never:
        raise ImageNotFound(image_id)

    @override
    def label(self, image_id: str, digit: int) -> Never:
        raise ImageNotFound(image_id)

    @override
    def get(self, image_id: str) -> Never:
        raise ImageNotFound(image_id)

    @override
    def delete(self, image_id: str) -> Never:
        raise ImageNotFound(image_id)

    @override
    def ids(self, *, labelled: bool = False) -> list[str]:
        return []

    @override
    def latest(self, limit: int, *, before: str | None = None) -> list[ArchiveEntry]:
        return []
