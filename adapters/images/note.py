"""A note that lies on a page as light as it, or a highlighter's mark: a patch of colour around a digit."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.light import SHADE, Ink, unevenly_lit
from adapters.images.paper import is_a_sheet
from adapters.images.pieces import largest_of
from adapters.images.uneven import shows_something

_LEAST = 0.06  # of the picture, that a patch covers
_LEAST_SIDE = 0.2  # of the longer side of the picture; strokes are narrower
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
    if np.count_nonzero(marked) < _LEAST * marked.size:
        return False
    patch = largest_of(marked)
    [place] = ndimage.find_objects(patch.view(np.int8))
    piece = patch[place]
    return bool(
        min(piece.shape) >= _LEAST_SIDE * max(ink.shape)
        and piece.mean() >= _COVERED
        and is_a_sheet(piece)
    )
