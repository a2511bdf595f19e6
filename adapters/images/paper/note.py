"""A note that lies on a page as light as it, or a highlighter's mark: a patch of colour around a digit."""

import numpy as np
from numpy.typing import NDArray

from adapters.images.shapes.pieces import largest_in
from adapters.images.shapes.rectangles import is_a_sheet
from adapters.images.tones.levels import SHADE, Ink
from adapters.images.tones.light import unevenly_lit
from adapters.images.tones.uneven import shows_something

_LEAST = 0.06  # of the picture, that a patch covers
_LEAST_SIDE = 0.2  # of the longer side of the picture; strokes are narrower
# Of the least patch's pixels: as many of a patch are corners of `_squares_in` it, and of the least a quarter.
_SQUARES = 0.12
_COVERED = 0.6  # of the box around it: a digit and the outline of a box cover less


def without_note(ink: Ink, grey: NDArray[np.float32]) -> Ink:
    """
    Return what is written on a note if the ink is that of a note; the ink as it is if not.

    Args:
        ink: the difference from an even page.
        grey: the levels of the same.
    """
    if is_on_a_note(ink) and shows_something(written := unevenly_lit(grey)):
        return written
    return ink


def is_on_a_note(ink: Ink) -> bool:
    """Say whether the largest piece of what differs from an even page is a patch that fills a rectangle."""
    marked = ink > SHADE
    if _squares_in(marked) < _SQUARES * _LEAST * marked.size:
        return False
    piece, _ = largest_in(marked)
    return bool(
        np.count_nonzero(piece) >= _LEAST * marked.size
        and min(piece.shape) >= _LEAST_SIDE * max(ink.shape)
        and piece.mean() >= _COVERED
        and is_a_sheet(piece)
    )


def _squares_in(marked: NDArray[np.bool_]) -> int:
    """Return how many squares of half a patch's least side have all corners marked: of strokes, few have."""
    # Faster than to number pieces, and where nearly every drawing ends.
    height, width = marked.shape
    side = (height + width) // 20 or 1
    above, below = marked[:-side], marked[side:]
    squares = above[:, :-side] & above[:, side:] & below[:, :-side] & below[:, side:]
    return int(np.count_nonzero(squares))
