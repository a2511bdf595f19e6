"""From ink anywhere on a page to the form in which MNIST keeps a digit."""

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from adapters.images.ink import span
from adapters.images.light import Ink
from adapters.images.pieces import without_small_pieces
from swagdigit import DigitImage

_LEAST_CONTRAST = 20  # levels; weaker ink is dirt or compression
_EDGE = 0.25  # share of the full ink at which a stroke ends
_SOFTEST_EDGE = 0.03  # and at which its soft edge does
_SPECK = 0.03  # share of the largest piece under which a piece is a speck
_FULL_INK_PIXELS = 3  # so many pixels are as dark as what is called full ink


def fit_digit(ink: Ink) -> DigitImage | None:
    """Return what is drawn, fitted in 20x20 and centred by mass in 28x28; None if nothing is."""
    full = _full_ink(ink)
    if full < _LEAST_CONTRAST:
        return None
    drawn = _without_specks(_cut(ink, ink >= ceil(_EDGE * full), margin=1), full)
    fitted = _fit(_evened(drawn, full), DigitImage.FITTED_SIDE)
    return DigitImage(_centred(fitted, DigitImage.SIDE).tobytes())


def _evened(drawn: Ink, full: int) -> Ink:
    return drawn if full == 255 else np.minimum(drawn, np.uint8(full))


def _full_ink(ink: Ink) -> int:
    """Return the level that at least a few pixels reach: one hot pixel is no ink."""
    enough = min(_FULL_INK_PIXELS, ink.size)
    full = int(ink.max())
    while full and np.count_nonzero(ink >= full) < enough:
        full = int(ink[ink < full].max(initial=0))
    return full


def _cut(ink: Ink, marked: NDArray[np.bool_], *, margin: int = 0) -> Ink:
    """Return the part of the page with all marked pixels, and a margin around it."""
    rows, columns = marked.any(axis=1), marked.any(axis=0)
    return ink[span(rows, margin=margin), span(columns, margin=margin)]


def _without_specks(ink: Ink, full: int) -> Ink:
    """Return the part of the page that holds the strokes, blank but for them."""
    strokes = without_small_pieces(ink >= ceil(_EDGE * full), _SPECK)
    # A stroke's soft edge is ink too: what touches it is kept.
    drawn = ink * (_grown(strokes) & (ink >= ceil(_SOFTEST_EDGE * full)))
    return _cut(drawn, drawn > 0)


def _grown(strokes: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the strokes and what touches them, by a corner at least."""
    height, width = strokes.shape[0], strokes.shape[1] + 2
    framed = np.zeros((height + 2, width), bool)
    framed[1:-1, 1:-1] = strokes
    # As one line, which is worked on fastest; the frame keeps the rows apart.
    line = framed.reshape(-1)
    tall = line[: -2 * width] | line[width:-width]
    tall |= line[2 * width :]
    grown = tall.copy()
    grown[1:] |= tall[:-1]
    grown[:-1] |= tall[1:]
    return grown.reshape(height, width)[:, 1:-1]


def _fit(drawn: Ink, side: int) -> NDArray[np.uint8]:
    """Scale so that the longer side is `side`, and the darkest ink 255."""
    height, width = drawn.shape
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # Strokes of a few pixels become smooth when they grow, not stairs.
    way = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.HAMMING
    scaled = np.asarray(Image.fromarray(drawn).resize(size, way), np.float32)
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
