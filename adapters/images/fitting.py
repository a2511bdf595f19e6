"""From ink anywhere on a page to the form in which MNIST keeps a digit."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from adapters.images.ink import Ink
from swagdigit import DigitImage

_LEAST_CONTRAST = 20  # levels; weaker ink is dirt or compression
_EDGE = 0.25  # share of the full ink at which a stroke ends
_SOFTEST_EDGE = 0.03  # and at which its soft edge does
_SPECK = 0.03  # share of the largest piece under which a piece is a speck
_FULL_INK_PIXELS = 3  # so many pixels are as dark as what is called full ink
_NEIGHBOURS = np.ones((3, 3), bool)


def fit_digit(ink: Ink) -> DigitImage | None:
    """Return what is drawn, fitted in 20x20 and centred by mass in 28x28; None if nothing is."""
    full = _full_ink(ink)
    if full < _LEAST_CONTRAST:
        return None
    drawn = _without_specks(_cut(ink, _EDGE * full), full)
    fitted = _fit(np.minimum(drawn, full), DigitImage.FITTED_SIDE)
    return DigitImage(_centred(fitted, DigitImage.SIDE).tobytes())


def _full_ink(ink: Ink) -> int:
    """Return the level that at least a few pixels reach: one hot pixel is no ink."""
    reached = np.cumsum(np.bincount(ink.ravel(), minlength=256)[::-1])[::-1]
    return int(np.flatnonzero(reached >= min(_FULL_INK_PIXELS, ink.size))[-1])


def _cut(ink: Ink, level: float) -> Ink:
    """Return the part of the page with ink of that level, and a pixel around it."""
    marked = ink >= level
    [rows], [columns] = marked.any(axis=1).nonzero(), marked.any(axis=0).nonzero()
    return ink[max(rows[0] - 1, 0) : rows[-1] + 2, max(columns[0] - 1, 0) : columns[-1] + 2]


def _without_specks(ink: Ink, full: int) -> Ink:
    """Return the part of the page that holds the strokes, blank but for them."""
    strokes = ink >= _EDGE * full
    pieces, count = ndimage.label(strokes, structure=_NEIGHBOURS)
    if count > 1:
        sizes = np.bincount(pieces.ravel())
        sizes[0] = 0
        strokes = (sizes >= _SPECK * sizes.max())[pieces]
    # A stroke's soft edge is ink too: what touches it is kept.
    touched = ndimage.binary_dilation(strokes, _NEIGHBOURS)
    drawn = np.where(touched & (ink >= _SOFTEST_EDGE * full), ink, 0).astype(np.uint8)
    [box] = ndimage.find_objects((drawn > 0).astype(np.uint8))
    return np.asarray(drawn[box], np.uint8)


def _fit(drawn: Ink, side: int) -> NDArray[np.uint8]:
    """Scale so that the longer side is `side`, and the darkest ink 255."""
    height, width = drawn.shape
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    scaled = np.asarray(Image.fromarray(drawn).resize(size, Image.Resampling.HAMMING), np.float32)
    # A thin pen grows pale when it shrinks: ink is made full again.
    return np.asarray(np.round(scaled * (255 / scaled.max())), np.uint8)


def _centred(fitted: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Put the ink on a square page, its centre of mass on pixel (side / 2, side / 2) if it fits."""
    page = np.zeros((side, side), np.uint8)
    mass = fitted.sum(dtype=np.float64)
    corner = []
    for axis, length in enumerate(fitted.shape):
        centre = float(fitted.sum(axis=1 - axis, dtype=np.float64) @ np.arange(length) / mass)
        corner.append(min(max(round(side // 2 - centre), 0), side - length))
    top, left = corner
    page[top : top + fitted.shape[0], left : left + fitted.shape[1]] = fitted
    return page
