"""From a picture of any kind to the pixels in which its ink is looked for."""

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# The longer side of a picture as it is looked at has fewer than twice this many pixels, and no fewer
# than this if it was shrunk, which is done by whole factors: a digit needs far fewer.
LONGER_SIDE = 320

_LARGEST = 1e30  # level; the range of larger ones would be infinite
_HOT = 1e-4  # of the pixels, that may be of any level; a thin stroke of a small digit has more


def pixels_of(picture: Image.Image) -> NDArray[np.uint8]:
    """Return the pixels that are looked at, height x width (x 3 if it has colour, x 4 if transparency)."""
    return _values(_shrink(picture))


def _shrink(picture: Image.Image) -> Image.Image:
    """Average the picture down to the size that is looked at."""
    factor = max(picture.size) // LONGER_SIDE
    return _averageable(picture).reduce(factor) if factor > 1 else picture


def _averageable(picture: Image.Image) -> Image.Image:
    """Return the picture with levels where it has signs for them: those can not be averaged."""
    if picture.mode.startswith("I;"):
        return picture.convert("I")
    if picture.mode in {"P", "PA"}:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture.convert("L") if picture.mode == "1" else picture


def is_of_any_range(picture: Image.Image) -> bool:
    """Say whether the levels may go beyond 16 bits, or be fractions."""
    if picture.mode == "I":
        levels = np.asarray(picture)
        return bool(levels.min() < 0 or levels.max() > 0xFFFF)
    return picture.mode == "F"


def in_eight_bits(picture: Image.Image) -> Image.Image:
    """Return a picture of levels of any range with the levels 0 to 255, as it is looked at."""
    return Image.fromarray(_stretched(np.array(picture, np.float32)))


def _values(picture: Image.Image) -> NDArray[np.uint8]:
    """Return the picture's pixels, height x width (x 3 if it has colour, x 4 if transparency)."""
    if picture.mode.startswith(("I", "F")):
        return _stretched(np.array(picture, np.float32))
    if picture.has_transparency_data:
        return np.asarray(picture.convert("RGBA"))
    if picture.mode in {"1", "L"}:
        return np.asarray(picture.convert("L"))
    return np.asarray(picture.convert("RGB"))


def _stretched(levels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Bring levels of any range (16-bit, float) to 0..255; they are worked on in their place."""
    # A file may say that a pixel is infinite, or no number at all.
    np.nan_to_num(levels, copy=False)
    low, high = _range_of(levels)
    np.clip(levels, low, high, out=levels)
    levels -= low
    levels *= 255 / max(high - low, 1e-6)
    return np.asarray(levels.round(out=levels), np.uint8)


def _range_of(levels: NDArray[np.float32]) -> tuple[float, float]:
    """Return the lowest and the highest level, but for those of a few pixels: a sensor has hot ones."""
    step = max(1, max(levels.shape) // LONGER_SIDE)
    sample = np.clip(levels[::step, ::step], -_LARGEST, _LARGEST).ravel()
    few = min(ceil(_HOT * sample.size), (sample.size - 1) // 2)
    sample.partition((few, sample.size - 1 - few))
    return float(sample[few]), float(sample[-1 - few])
