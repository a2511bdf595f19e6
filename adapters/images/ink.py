"""From a picture to its ink: where, and how strongly, something is drawn on the paper."""

from functools import reduce

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from adapters.images.light import SHADE, Ink, corners_of, is_cut_close, is_even, unevenly_lit

# A picture is looked at with at most this many pixels a side: a digit needs far fewer.
LONGEST_SIDE = 320

_HALF = 128
# Four channels are worked on fastest as one word.
_WORD = np.dtype("<u4")
_OPAQUE, _TWO_CHANNELS = 0xFF000000, 0xFFFF


def find_ink(picture: Image.Image) -> Ink:
    """Return how much each pixel differs from the paper, whatever the colours and the light."""
    return ink_on(_values(_shrink(picture)))


def ink_on(values: NDArray[np.uint8]) -> Ink:
    """
    Return the same of pixels, height x width (x 3, or x 4 if some may be transparent).

    What is left out of it is paper: from a drawing on paper of one colour, all around the ink.
    """
    drawn = _drawn_part(values)
    if not _is_opaque(values if drawn is None else drawn):
        values = _without_transparency(values)
        drawn = _drawn_part(values)
    if drawn is None:
        return _ink_up_to_the_border(values)
    return _difference(*_early_grey(drawn, drawn[0, 0]))


def _ink_up_to_the_border(values: NDArray[np.uint8]) -> Ink:
    """Return the ink on paper that is not of one colour all around it."""
    border = _border(values)
    paper = np.median(border, axis=0)
    if is_even(_difference(border, paper)):
        return _difference(values, paper)
    # A digit that is cut out closely reaches most of the border now and then, but few corners.
    for colour in (np.median(corners_of(values), axis=0), paper):
        ink = _difference(values, colour)
        if is_cut_close(ink, border=_difference(border, colour)):
            return ink
    grey = values if values.ndim == 2 else values[..., :3].mean(axis=2)
    return unevenly_lit(grey.astype(np.float32))


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


def _is_opaque(values: NDArray[np.uint8]) -> bool:
    return values.shape[2:] != (4,) or bool(
        np.bitwise_and.reduce(_words_of(values), axis=None) >= _OPAQUE
    )


def _words_of(rgba: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return the pixels, height x width, as one word each: the first channel in its lowest byte."""
    return rgba.view(_WORD)[..., 0]


def _without_transparency(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """
    Return the drawing on transparent paper, or the picture with no transparent parts.

    Where most of the page is transparent, or what is opaque shows nothing by its colours,
    the drawing is in the opacity, whatever its colour. Otherwise the colours are the picture
    and the transparent parts become its paper.
    """
    colours, opacity = rgba[..., :3], rgba[..., 3]
    opaque = opacity >= _HALF
    if not opaque.any():
        return opacity
    seen = colours[opaque]
    paper = np.median(seen, axis=0)
    flat = np.ptp(seen, axis=0).max() <= 2 * SHADE
    if not opaque.all() and (flat or opaque.mean() < 0.5):
        return opacity
    weight = opacity[..., None].astype(np.float32) / 255
    return np.asarray(colours * weight + paper * (1 - weight), np.uint8)


def _border(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the outermost pixels, n (x 3)."""
    sides = (values[0], values[-1], values[1:-1, 0], values[1:-1, -1])
    return np.concatenate(sides)


def _drawn_part(values: NDArray[np.uint8]) -> NDArray[np.uint8] | None:
    """
    Return the part of the page that is not as its corner, and a pixel around it.

    A page of one colour is a pixel of it. If what is drawn reaches the border, there is no such part.
    """
    height, width = values.shape[:2]
    unlike = _unlike_the_corner(values)
    # Bytes are searched fastest: far faster than the rows are gone through.
    marks, row = unlike.tobytes(), unlike.shape[1]
    if (first := marks.find(1)) < 0:
        return values[:1, :1]
    top, bottom = first // row, marks.rfind(1) // row
    marks, channels = np.logical_or.reduce(unlike[top : bottom + 1]).tobytes(), row // width
    left, right = marks.find(1) // channels, marks.rfind(1) // channels
    if min(top, left) == 0 or bottom == height - 1 or right == width - 1:
        return None
    return values[top - 1 : bottom + 2, left - 1 : right + 2]


def _unlike_the_corner(values: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark what is not as the corner, height x (width x channels); four channels count as one."""
    if values.shape[2:] == (_WORD.itemsize,):
        pixels = _words_of(values)
        return np.asarray(pixels != pixels[0, 0])
    height, width = values.shape[:2]
    # Wide rows are worked on far faster than pixels of three channels.
    return np.asarray(values.reshape(height, -1) != np.tile(values[0, 0], width))


def _early_grey(
    values: NDArray[np.uint8], paper: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return one channel of four, and the paper's, if the colours are all the same."""
    if values.ndim < 3 or values.shape[2] != _WORD.itemsize:
        return values, paper
    pixels = _words_of(values)
    unlike = pixels >> 8  # green over red, blue over green
    unlike ^= pixels
    if np.bitwise_or.reduce(unlike, axis=None) & _TWO_CHANNELS:
        return values, paper
    return pixels.astype(np.uint8), paper[0]


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
