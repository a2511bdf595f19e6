"""PillowImageReader: reads images with Pillow."""

import io
from typing import override

from PIL import Image, ImageOps, UnidentifiedImageError

from adapters.images.encoding import decode_base64
from adapters.images.fitting import fit_digit
from adapters.images.ink import find_ink
from swagdigit import ImageReader, ImageTooLarge, InvalidImage, Reading

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

# The reader's own limit is checked before any pixel is unpacked; Pillow's would only warn.
Image.MAX_IMAGE_PIXELS = None


class PillowImageReader(ImageReader):
    """Reads raster images up to a number of pixels; of an animation, the first picture."""

    def __init__(self, *, max_pixels: int) -> None:
        self._max_pixels = max_pixels

    @override
    def read(self, received: bytes | str) -> Reading:
        data = decode_base64(received) if isinstance(received, str) else received
        picture = self._open(data)
        png = data if picture.format == "PNG" else _as_png(picture)
        return Reading(png=png, digit=fit_digit(find_ink(picture)))

    def _open(self, data: bytes) -> Image.Image:
        try:
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            if picture.width * picture.height > self._max_pixels:
                raise ImageTooLarge(f"{picture.width} x {picture.height} pixels are too many")
            picture.load()
            ImageOps.exif_transpose(picture, in_place=True)
        except UnidentifiedImageError as error:
            raise InvalidImage("not an image of an accepted format") from error
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            # What Pillow's decoders raise for broken files.
            raise InvalidImage("the image is broken") from error
        return picture


def _as_png(picture: Image.Image) -> bytes:
    """Return the picture as a PNG file, converted only where PNG does not know its mode."""
    if picture.mode in {"CMYK", "YCbCr", "LAB", "HSV", "F"}:
        picture = picture.convert("RGB")
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()
