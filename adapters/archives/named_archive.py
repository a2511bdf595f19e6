"""NamedArchive: what archives have in common that keep all of an image under its name."""

from abc import abstractmethod
from typing import override

from adapters.archives import outcome
from adapters.archives.names import NAME
from swagdigit import ArchivedImage, ArchiveEntry, ImageArchive, ImageNotFound, Prediction


class NamedArchive(ImageArchive):
    """
    Keeps each image as `<UTC time>.png`, what was said of it beside as `.json`, and what a person
    said as `.label`.
    """

    @abstractmethod
    def _content(self, image_id: str, suffix: str) -> bytes | None:
        """
        Return what is kept of an image under this suffix, or None if nothing is.

        Raises:
            ArchiveUnavailable: it can not be read.
        """

    @abstractmethod
    def _put_beside(self, image_id: str, suffix: str, content: bytes) -> None:
        """
        Keep this of an image, instead of what was kept under this suffix.

        Raises:
            ArchiveUnavailable: it can not be kept.
            ImageNotFound: there is no such image.
        """

    @override
    def record(self, image_id: str, prediction: Prediction) -> None:
        self._put_beside(image_id, ".json", outcome.to_json(prediction))

    @override
    def record_blank(self, image_id: str) -> None:
        self._put_beside(image_id, ".json", outcome.BLANK)

    @override
    def label(self, image_id: str, digit: int) -> None:
        self._put_beside(image_id, ".label", outcome.to_text(digit))

    @override
    def get(self, image_id: str) -> ArchivedImage:
        png = self._content(image_id, ".png")
        if png is None:
            raise ImageNotFound(image_id)
        entry = self._entry(image_id)
        return ArchivedImage(png, entry.prediction, entry.label, entry.is_blank)

    def _entry(self, image_id: str) -> ArchiveEntry:
        text = self._content(image_id, ".json")
        label = self._content(image_id, ".label")
        return outcome.entry_of(image_id, text, label)


def file_name(image_id: str, suffix: str) -> str:
    """
    Return under which name a part of an image is kept.

    Raises:
        ImageNotFound: no image is named like that; nor is any other file to be reached.
    """
    if not NAME.fullmatch(image_id):
        raise ImageNotFound(image_id)
    return f"{image_id}{suffix}"
