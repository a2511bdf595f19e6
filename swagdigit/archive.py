"""ImageArchive: the port that keeps what was shown."""

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
    """

    png: bytes
    prediction: Prediction | None


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

    def get(self, image_id: str) -> ArchivedImage:
        """
        Return the image of that name.

        Raises:
            ImageNotFound: there is no such image.
            ArchiveUnavailable: it could not be read.
        """
        ...

    def ids(self) -> list[str]:
        """
        Return the names of all images, oldest first.

        Raises:
            ArchiveUnavailable: the archive could not be read.
        """
        ...

    def check(self) -> None:
        """
        Make sure that an image could be kept now.

        Raises:
            ArchiveUnavailable: it could not.
        """
        ...
