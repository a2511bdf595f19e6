"""From a picture to its ink: where, and how strongly, something is drawn on the paper."""

from functools import reduce

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

type Ink = NDArray[np.uint8]
"""Height x width; 0 is paper, 255 the strongest difference from it."""

# A picture is looked at with at most this many pixels a side: a digit needs far fewer.
LONGEST_SIDE = 320

_HALF = 128
# Four channels are worked on fastest as one word, the first in its lowest byte.
_WORD = np.dtype("<u4")
_OPAQUE, _TWO_CHANNELS = 0xFF000000, 0xFFFF
_SHADE = 12  # levels by which paper differs from itself in even light
_SHARPNESS = 0.2  # the most that is neither paper nor ink in even light, as a share of the ink
_LIGHT_GRID = 70  # pixels a side on which the light on a photo is estimated
_WIDEST_STROKE = 15  # of these; what is narrower is no shadow
_SURROUNDINGS = 8  # of these; how far the surroundings of a pixel reach, as a deviation


def find_ink(picture: Image.Image) -> Ink:
    """Return how much each pixel differs from the paper, whatever the colours and the light."""
    return ink_on(_values(_shrink(picture)))


def ink_on(values: NDArray[np.uint8]) -> Ink:
    """
    Return the same of pixels, height x width (x 3, or x 4 if some may be transparent).

    What is left out of it is paper: from a drawing on paper of one colour, all around the ink.
    """
    if values.ndim == 3 and values.shape[2] == 4:
        values = _without_transparency(values)
    border = _border(values)
    if (border == border[0]).all():
        drawn, paper = _early_grey(_drawn_part(values), border[0])
        return _difference(drawn, paper)
    paper = np.median(border, axis=0)
    ink = _difference(values, paper)
    if _is_even(_difference(border, paper)) or _is_sharp(ink, border=_difference(border, paper)):
        return ink
    grey = values if values.ndim == 2 else values[..., :3].mean(axis=2)
    return _unevenly_lit(grey.astype(np.float32))


def _is_even(border: Ink) -> bool:
    """Say whether nearly all of the page's border is of one colour."""
    return bool(np.percentile(border, 95) <= _SHADE)


def _is_sharp(ink: Ink, *, border: Ink) -> bool:
    """
    Say whether ink reaches the border of evenly lit paper: a picture cut close to the digit.

    Then at least half of the border is plain paper, and on the page there is far less that is
    neither paper nor ink than there is ink. Where light and shadow cross the page, most is
    something in between.
    """
    full = float(np.percentile(ink, 99))
    between = np.count_nonzero((ink > full / 8) & (ink < full / 2))
    plain = np.count_nonzero(border <= _SHADE)
    return bool(
        plain >= len(border) / 2 and between <= _SHARPNESS * np.count_nonzero(ink >= full / 2)
    )


def _shrink(picture: Image.Image) -> Image.Image:
    """Average the picture down to the size that is looked at."""
    factor = max(picture.size) // LONGEST_SIDE
    return _averageable(picture).reduce(factor) if factor > 1 else picture


def _averageable(picture: Image.Image) -> Image.Image:
    """Return the picture with levels where it has signs for them: those can not be averaged."""
    if picture.mode.startswith("I;"):
        return picture.convert("I")
    if picture.mode in {"P", "PA"}:
        return picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    return picture.convert("L") if picture.mode == "1" else picture


def _values(picture: Image.Image) -> NDArray[np.uint8]:
    """Return the picture's pixels, height x width (x 3 if it has colour, x 4 if transparency)."""
    if picture.mode.startswith(("I", "F")):
        return _stretched(np.asarray(picture, np.float32))
    if picture.has_transparency_data:
        return np.asarray(picture.convert("RGBA"))
    if picture.mode in {"1", "L"}:
        return np.asarray(picture.convert("L"))
    return np.asarray(picture.convert("RGB"))


def _stretched(levels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Bring levels of any range (16-bit, float) to 0..255."""
    # A file may say that a pixel is infinite, or no number at all.
    levels = np.clip(np.nan_to_num(levels), -1e30, 1e30)
    low, high = float(levels.min()), float(levels.max())
    scaled = (levels - low) * (255 / max(high - low, 1e-6))
    return np.asarray(scaled.round(), np.uint8)


def _without_transparency(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """
    Return the drawing on transparent paper, or the picture with no transparent parts.

    Where most of the page is transparent, or what is opaque shows nothing by its colours,
    the drawing is in the opacity, whatever its colour. Otherwise the colours are the picture
    and the transparent parts become its paper.
    """
    if np.bitwise_and.reduce(rgba.view(_WORD), axis=None) >= _OPAQUE:
        return rgba  # opaque, as a canvas is
    colours, opacity = rgba[..., :3], rgba[..., 3]
    opaque = opacity >= _HALF
    if not opaque.any():
        return opacity
    seen = colours[opaque]
    paper = np.median(seen, axis=0)
    flat = np.ptp(seen, axis=0).max() <= 2 * _SHADE
    if not opaque.all() and (flat or opaque.mean() < 0.5):
        return opacity
    weight = opacity[..., None].astype(np.float32) / 255
    return np.asarray(colours * weight + paper * (1 - weight), np.uint8)


def _border(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the outermost pixels, n (x 3)."""
    sides = (values[0], values[-1], values[1:-1, 0], values[1:-1, -1])
    return np.concatenate(sides)


def _drawn_part(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the part of the page that is not as its corner, and a pixel around it."""
    height, width = values.shape[:2]
    if values.ndim == 3 and values.shape[2] == _WORD.itemsize:
        pixels = values.view(_WORD)[..., 0]
        drawn = pixels != pixels[0, 0]
        rows, columns = drawn.any(axis=1), drawn.any(axis=0)
    else:
        drawn = values.reshape(height, -1) != np.tile(values[0, 0], width)
        rows = drawn.any(axis=1)
        columns = drawn.any(axis=0).reshape(width, -1).any(axis=1)
    return values[span(rows, margin=1), span(columns, margin=1)] if rows.any() else values[:1, :1]


def _early_grey(
    values: NDArray[np.uint8], paper: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return one channel of four, and the paper's, if the colours are all the same."""
    if values.ndim < 3 or values.shape[2] != _WORD.itemsize:
        return values, paper
    pixels = values.view(_WORD)[..., 0]
    unlike = pixels >> 8  # green over red, blue over green
    unlike ^= pixels
    if np.bitwise_or.reduce(unlike, axis=None) & _TWO_CHANNELS:
        return values, paper
    return pixels.astype(np.uint8), paper[0]


def span(marked: NDArray[np.bool_], *, margin: int = 0) -> slice:
    """Return from the first to the last that is marked, and a margin around."""
    places = marked.nonzero()[0]
    return slice(max(places[0] - margin, 0), places[-1] + 1 + margin)


def _difference(values: NDArray[np.uint8], paper: NDArray[np.uint8 | np.float64]) -> Ink:
    """Return the largest difference from the paper's colour (0- or 1-dimensional) in any channel."""
    if not paper.ndim and paper == 255:
        return ~values  # white paper, as on most drawings
    # Wide rows are worked on far faster than pixels of three channels.
    lines = values.reshape(len(values), -1)
    colour = np.tile(np.round(paper).astype(np.uint8), lines.shape[1] // max(paper.size, 1))
    difference = np.maximum(lines, colour) - np.minimum(lines, colour)
    channels = difference.reshape(values.shape)
    return reduce(np.maximum, np.moveaxis(channels, -1, 0)) if paper.ndim else channels


def _unevenly_lit(grey: NDArray[np.float32]) -> Ink:
    """
    Return the ink on paper that light and shadow cross.

    The paper is what a closing leaves: it fills what is darker and narrower than a shadow, here
    with the sign that makes the ink dark. It goes on beyond the border as it ends there, so that
    a shadow in a corner is paper too.
    """
    step = max(1, round(max(grey.shape) / _LIGHT_GRID))
    coarse = ndimage.uniform_filter(grey, step, mode="nearest")[
        step // 2 :: step, step // 2 :: step
    ]
    coarse = ndimage.median_filter(coarse, 3, mode="nearest")
    if _is_light_on_dark(coarse):
        grey, coarse = -grey, -coarse
    framed = np.pad(coarse, _WIDEST_STROKE, mode="edge")
    closed = ndimage.grey_closing(framed, (_WIDEST_STROKE, _WIDEST_STROKE))
    inside = slice(_WIDEST_STROKE, -_WIDEST_STROKE)
    paper = ndimage.gaussian_filter(closed[inside, inside], 1, mode="nearest")
    places = [(np.arange(length) - step // 2) / step for length in grey.shape]
    at = np.meshgrid(*places, indexing="ij")
    ink = ndimage.map_coordinates(paper, at, order=1, mode="nearest") - grey
    middle = np.median(ink)
    noise = 3 * 1.4826 * np.median(np.abs(ink - middle))
    return np.asarray(np.clip(ink - noise - max(middle, 0), 0, 255), np.uint8)


def _is_light_on_dark(coarse: NDArray[np.float32]) -> bool:
    """Say whether what stands out from its wide surroundings is mostly lighter than they are."""
    surroundings = ndimage.gaussian_filter(coarse, _SURROUNDINGS, mode="nearest")
    return bool(((coarse - surroundings) ** 3).sum() > 0)
