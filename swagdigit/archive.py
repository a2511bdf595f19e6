"""ImageArchive: the port that keeps what was shown, and what people said of it."""

from dataclasses import dataclass
from typing import Protocol

from swagdigit.prediction import Prediction


@dataclass(frozen=True, slots=True)
class ArchivedImage:
    """
    An image with its outcome.

    Attributes:
        png: the image as it was given to the archive.
        prediction: what the classifier said of it; None if it never did.
        label: the digit that a person says it is, 0 to 9; None if nobody did.
        is_blank: whether nothing is drawn on it, so that no classifier was asked.
    """

    png: bytes
    prediction: Prediction | None
    label: int | None = None
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveEntry:
    """
    An image's line in the list: all that is known of it, without the image itself.

    Attributes:
        image_id: its name.
        prediction: what the classifier said of it; None if it never did.
        label: the digit that a person says it is, 0 to 9; None if nobody did.
        is_blank: whether nothing is drawn on it, so that no classifier was asked.
    """

    image_id: str
    prediction: Prediction | None
    label: int | None
    is_blank: bool = False


class ImageArchive(Protocol):
    """
    Keeps images under unique names made from the UTC time of receipt, which sort by it.

    What a method has done when it returns survives the end of the process; what it has not
    finished leaves nothing behind.
    """

    def keep(self, png: bytes) -> str:
        """
        Keep an image and return its name, the image's id.

        Raises:
            ArchiveUnavailable: it could not be kept.
        """
        ...

    def record(self, image_id: str, prediction: Prediction) -> None:
        """
        Put the prediction beside the image; a later one replaces it.

        Raises:
            ImageNotFound: there is no such image.
            ArchiveUnavailable: it could not be written.
        """
        ...

    def record_blank(self, image_id: str) -> None:
        """
        Note that nothing is drawn on the image.

        Raises:
            ImageNotFound: there is no such image.
            ArchiveUnavailable: it could not be written.
        """
        ...

    def label(self, image_id: str, digit: int) -> None:
        """
        Put the digit that a person says beside the image; a later one replaces it.

        Raises:
            ValueError: it is no digit, 0 to 9.
            ImageNotFound: there is no such image.
            ArchiveUnavailable: it could not be written.
        """
        ...

    def get(self, image_id: str) -> ArchivedImage:
        """
        Return the image of that name.

        Raises:
            ImageNotFound: there is no such image.
            ArchiveUnavailable: it could not be read.
        """
        ...

    def ids(self, *, labelled: bool = False) -> list[str]:
        """
        Return the names of all images, oldest first; if so asked, of the labelled ones only.

        Raises:
            ArchiveUnavailable: the archive could not be read.
        """
        ...

    def latest(self, limit: int, *, before: str | None = None) -> list[ArchiveEntry]:
        """
        Return what is known of the latest images, newest first.

        Args:
            limit: how many there are at most.
            before: only images older than the one of this name, which need not be there.

        Raises:
            ArchiveUnavailable: the archive could not be read.
        """
        ...

    def delete(self, image_id: str) -> None:
        """
        Forget the image and all that was said of it, for good.

        Raises:
            ImageNotFound: there is no such image.
            ArchiveUnavailable: it could not be deleted.
        """
        ...

    def check(self) -> None:
        """
        Make sure that an image could be kept now.

        Raises:
            ArchiveUnavailable: it could not.
        """
        ...
