"""
The PNG that a canvas makes, decoded in a fraction of Pillow's time.

Only a file of which nothing can be understood in two ways is decoded here; any other, a broken one
among them, is left to Pillow.
"""

import imagecodecs
import numpy as np
from imagecodecs import SpngError
from numpy.typing import NDArray

from adapters.images.files.pixels import LONGER_SIDE

_BEGINNING = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_END = b"\0\0\0\0IEND\xaeB`\x82"
_FORMATS = {b"\x08\0\0\0\0", b"\x08\2\0\0\0", b"\x08\6\0\0\0"}
"""Eight bits of grey, RGB and RGBA, as the header has them, not interlaced."""
_HEADER = 33  # bytes
_LEAST = 12  # bytes of a chunk
_MOST_CHUNKS = 1000  # of pictures so small, programs write fewer; of more, `parts` is asked
# What says nothing about the pixels. Others may: eXIf turns them, tRNS makes them transparent, and
# an iCCP may unpack to more than anybody has memory for, which Pillow refuses.
_PIXELS = b"IDAT"
_PASSED_OVER = frozenset({b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"sBIT", b"tIME"})


def decode_plain_png(data: bytes, *, max_pixels: int) -> NDArray[np.uint8] | None:
    """Return the pixels, height x width (x 3 or 4); None if it is not such a PNG, or a large one."""
    if not (_has_plain_header(data, max_pixels) and _has_plain_chunks(data)):
        return None
    try:
        return np.asarray(imagecodecs.spng_decode(data), np.uint8)
    except SpngError:
        return None


def _has_plain_header(data: bytes, max_pixels: int) -> bool:
    width, height = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    return (
        data.startswith(_BEGINNING)
        and data[24:29] in _FORMATS
        and max(width, height) < 2 * LONGER_SIDE
        and width * height <= max_pixels
    )


def _has_plain_chunks(data: bytes) -> bool:
    """Say whether pixels, all in a row, and what says nothing about them are all that there is."""
    place, end = _HEADER, len(data) - len(_END)
    pixels = 0
    for _ in range(_MOST_CHUNKS):
        if place >= end:
            break
        kind = data[place + 4 : place + 8]
        if kind == _PIXELS:
            pixels += 1
        elif pixels or kind not in _PASSED_OVER:
            return False
        place += int.from_bytes(data[place : place + 4]) + _LEAST
    return place == end and pixels > 0 and data.endswith(_END)
