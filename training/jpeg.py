"""JPEG compression: the artefacts that it leaves in a photograph or a scan."""

import io

from PIL import Image


def through_jpeg(picture: Image.Image, *, quality: int) -> Image.Image:
    """Return the picture after JPEG compression and decompression; quality 1 to 95, as Pillow has it."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file)
