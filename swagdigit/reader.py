"""ImageReader: the port that turns what was received into a digit."""

from dataclasses import dataclass
from typing import Protocol

from swagdigit.digit_image import DigitImage


@dataclass(frozen=True, slots=True)
class Reading:
    """
    What was read from a received image.

    Attributes:
        png: the whole image as a PNG file, byte for byte as received if it was one.
        digit: what is drawn on it, ready to be classified; None if nothing is.
    """

    png: bytes
    digit: DigitImage | None


class ImageReader(Protocol):
    """Finds the digit on an image of any size, colour, polarity and position."""

    def read(self, received: bytes | str) -> Reading:
        """
        Read an image file, or its base64 text with or without a `data:` prefix.

        Raises:
            InvalidImage: it is no image of an accepted format, or it is broken.
            ImageTooLarge: it has too many pixels; raised before they are unpacked.
        """
        ...

    def for_batch(self) -> "ImageReader":
        """
        Return a reader for the images of one request, which limits their pixels together, too.

        What goes beyond that limit, it refuses as ImageTooLarge.
        """
        return self
