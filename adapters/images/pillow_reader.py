"""PillowImageReader: reads images with Pillow, and those of a canvas faster."""

import struct
import zlib
from typing import override

from PIL import Image, ImageOps, UnidentifiedImageError

from adapters.images.files.encoding import decode_base64
from adapters.images.files.parts import has_too_many_parts
from adapters.images.files.plain_png import decode_plain_png
from adapters.images.files.png import as_png
from adapters.images.files.steps import ReadInSteps
from adapters.images.fitting import fit_digit
from adapters.images.ink import find_ink, ink_on
from adapters.turn import NO_TURN, Turn
from swagdigit import BatchTooLarge, ImageReader, ImageTooLarge, InvalidImage, Reading

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

# The reader's own limit is checked before any pixel is unpacked. But a GIF may have a first picture
# larger than it says, for which Pillow makes room at once: that, Pillow alone can refuse, as it does
# with twice as many pixels as these.
Image.MAX_IMAGE_PIXELS = 40_000_000

# What Pillow's decoders raise for broken files.
_BROKEN = (
    ArithmeticError,
    EOFError,
    LookupError,
    OSError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
_TRANSPARENCY: dict[str, type | tuple[type, ...]] = {
    "1": int,
    "L": int,
    "P": (bytes, int),
    "RGB": tuple,
}
"""How the transparent colours of a picture are given, by its mode."""


# Pillow holds a WebP four times at once, and so gets fewer pixels into the same memory.
_WEBP_SHARE = 0.75
# Pillow unpacks the runs of a BMP in Python, pixel by pixel, while nothing else is done.
_PACKED_BMP_SHARE = 0.25
_RUNS = frozenset({1, 2})  # of 8 bits and of 4, as the header of the file has it
# Together, the images of one request may have so many times the pixels of the largest one.
_BATCH = 2


class PillowImageReader(ImageReader):
    """
    Reads raster images up to a number of pixels; of an animation, the first picture.

    A WebP may have three quarters of them, a packed BMP one; the images of one request together, twice as many.

    Args:
        max_pixels: of the largest image.
        turn: what is held while a drawing is read. Other images are read outside of Python's lock for
            most of the time, which may be long.
    """

    def __init__(self, *, max_pixels: int, turn: Turn = NO_TURN) -> None:
        self._max_pixels = max_pixels
        self._turn = turn
        Image.MAX_IMAGE_PIXELS = max(max_pixels, Image.MAX_IMAGE_PIXELS or 0)

    @override
    def read(self, received: bytes | str) -> Reading:
        data = decode_base64(received) if isinstance(received, str) else received
        with self._turn:
            plain = decode_plain_png(data, max_pixels=self._room)
            if plain is not None:
                self._take(plain.shape[0] * plain.shape[1])
                return Reading(png=data, digit=fit_digit(ink_on(plain)))
        picture = self._open(data)
        png = data if picture.format == "PNG" else as_png(picture)
        return Reading(png=png, digit=fit_digit(find_ink(picture)))

    @override
    def for_batch(self) -> "PillowImageReader":
        return _BatchReader(max_pixels=self._max_pixels, turn=self._turn)

    @property
    def _room(self) -> int:
        """How many pixels the next image may have."""
        return self._max_pixels

    def _take(self, pixels: int) -> None:
        """Note that an image of so many is read."""

    def _admit(self, picture: Image.Image) -> None:
        """Raise ImageTooLarge if the picture has too many pixels; none are unpacked yet."""
        pixels = picture.width * picture.height
        if pixels > _share_of(picture) * self._max_pixels:
            raise ImageTooLarge(f"{picture.width} x {picture.height} pixels are too many")
        if pixels > self._room:
            raise BatchTooLarge("all images together have too many pixels")
        self._take(pixels)

    def _open(self, data: bytes) -> Image.Image:
        if has_too_many_parts(data, max_pixels=self._max_pixels):
            raise InvalidImage("the image file has too many parts")
        try:
            picture = Image.open(ReadInSteps(data), formats=FORMATS)
            self._admit(picture)
            picture.load()
            ImageOps.exif_transpose(picture, in_place=True)
            if picture.mode == "P" and picture.palette is None:
                raise InvalidImage("the image names colours that it does not have")
            if not _is_of_one_kind(picture):
                raise InvalidImage("the image is of two kinds at once")
        except UnidentifiedImageError as error:
            raise InvalidImage("not an image of an accepted format") from error
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise ImageTooLarge("too many pixels for Pillow") from error
        except _BROKEN as error:
            raise InvalidImage("the image is broken") from error
        return picture


class _BatchReader(PillowImageReader):
    """Reads the images of one request, until they have had their pixels."""

    def __init__(self, *, max_pixels: int, turn: Turn) -> None:
        super().__init__(max_pixels=max_pixels, turn=turn)
        self._left = _BATCH * max_pixels

    @property
    @override
    def _room(self) -> int:
        return min(self._left, self._max_pixels)

    @override
    def _take(self, pixels: int) -> None:
        self._left -= pixels


def _share_of(picture: Image.Image) -> float:
    """Return the share of the most pixels that a picture of its format may have."""
    if picture.format == "BMP" and picture.info["compression"] in _RUNS:
        return _PACKED_BMP_SHARE
    return _WEBP_SHARE if picture.format == "WEBP" else 1


def _is_of_one_kind(picture: Image.Image) -> bool:
    # A file with two headers may have the pixels, or the transparency, of the kind of the first.
    given = picture.info.get("transparency")
    fits = given is None or isinstance(given, _TRANSPARENCY.get(picture.mode, object))
    return fits and picture.im.mode == picture.mode
