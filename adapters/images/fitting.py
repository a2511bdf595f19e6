"""From ink anywhere on a page to the form in which MNIST keeps a digit."""

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from adapters.images.clutter.dots import without_dots
from adapters.images.clutter.marks import without_mark
from adapters.images.shapes.box import Box
from adapters.images.shapes.growing import grown
from adapters.images.shapes.pieces import Pieces, is_more_than_crumbs
from adapters.images.tones.levels import FULL_INK_PIXELS, LEAST_CONTRAST, Ink
from swagdigit import DigitImage

_EDGE = 0.25  # share of the full ink at which a stroke ends
_SOFTEST_EDGE = 0.03  # and at which its soft edge does
_SPECK = 0.03  # share of the largest piece under which a piece is a speck
_MOST_PIECES = 40  # of something written, unless one of them is more than a dot


def fit_digit(ink: Ink) -> DigitImage | None:
    """Return what is drawn, fitted in 20x20 and centred by mass in 28x28; None if nothing is."""
    full = _full_ink(ink)
    if full < LEAST_CONTRAST:
        return None
    strokes = _strokes(ink, full)
    if strokes is None:
        return None
    fitted = _fit(_evened(strokes, full), DigitImage.FITTED_SIDE)
    if not fitted.any():  # a few dots, far from each other, vanish when they shrink
        return None
    return DigitImage(_centred(fitted, DigitImage.SIDE).tobytes())


def _evened(drawn: Ink, full: int) -> Ink:
    return drawn if full == 255 else np.minimum(drawn, np.uint8(full))


def _full_ink(ink: Ink) -> int:
    """Return the level that at least a few pixels reach."""
    enough = min(FULL_INK_PIXELS, ink.size)
    full = int(ink.max())
    while full and np.count_nonzero(ink >= full) < enough:
        full = int(ink[ink < full].max(initial=0))
    return full


def _strokes(ink: Ink, full: int) -> Ink | None:
    """Return the part of the page that holds the digit's strokes, blank but for them; None if all are dots."""
    pieces = Pieces.of(ink >= ceil(_EDGE * full)).without_specks(_SPECK)
    if len(pieces.left()) > _MOST_PIECES and not is_more_than_crumbs(pieces.mask()):
        return None  # the dotted border of an empty box, or a pattern
    # A stroke's soft edge is ink too: what touches it is kept.
    kept = grown(without_mark(without_dots(pieces)).mask())
    kept &= ink >= ceil(_SOFTEST_EDGE * full)
    box = Box.around_marks(kept)
    assert box, "the pieces themselves are kept"
    return (ink * kept)[box.place]


def _fit(drawn: Ink, side: int) -> NDArray[np.uint8]:
    """Scale so that the longer side is `side`, and the darkest ink 255."""
    height, width = drawn.shape
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    # Strokes of a few pixels become smooth when they grow, not stairs.
    way = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.HAMMING
    picture = Image.frombuffer("L", (width, height), np.ascontiguousarray(drawn), "raw", "L", 0, 1)
    scaled = np.frombuffer(picture.resize(size, way).tobytes(), np.uint8).reshape(size[::-1])
    # A thin pen grows pale when it shrinks: ink is made full again.
    return np.asarray(_FULLER[scaled.max()].take(scaled))


def _fuller() -> NDArray[np.uint8]:
    """Return a table of 256 x 256: in row m, what each level becomes when m becomes 255."""
    levels = np.arange(256, dtype=np.float32)
    factors = 255 / np.maximum(levels, 1)
    return np.asarray(np.round(np.minimum(levels * factors[:, None], 255)), np.uint8)


_FULLER = _fuller()


def _centred(fitted: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Put the ink on a square page, its centre of mass on pixel (side / 2, side / 2) if it fits."""
    page = np.zeros((side, side), np.uint8)
    height, width = fitted.shape
    top, left = (
        _start(np.add.reduce(fitted, axis=axis, dtype=np.float64), side) for axis in (1, 0)
    )
    page[top : top + height, left : left + width] = fitted
    return page


def _start(masses: NDArray[np.float64], side: int) -> int:
    """Return where a line of masses begins if its centre is in the middle of the side, or near it."""
    length = len(masses)
    centre = float(masses @ _PLACES[:length]) / float(np.add.reduce(masses))
    return min(max(round(side // 2 - centre), 0), side - length)


_PLACES = np.arange(DigitImage.SIDE, dtype=np.float64)
