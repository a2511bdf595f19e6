"""Which colour is the paper: it is at the border of the picture, or inside of what is around it."""

import numpy as np
from numpy.typing import NDArray

from adapters.images.shapes.box import Place
from adapters.images.shapes.rectangles import is_a_sheet
from adapters.images.tones.levels import SHADE, Ink
from adapters.images.tones.quantiles import quantile

# How wide what is around a page may be, as shares of the longer side.
_FRAMES = (0.03, 0.06, 0.1, 0.15)
_AROUND = 0.4  # of the border, what is around a page covers at least
_FRAMED = 0.8  # of what is along it inside, the paper covers at least


def is_even(border: Ink) -> bool:
    """Say whether nearly all of the page's border is of one colour."""
    return quantile(border, 0.95) <= SHADE


def inside_of_frame(ink: Ink) -> Place | None:
    """
    Return the part of the page inside of what is all around it; None if there is no such thing.

    A page is cut out along the box that it is in, or lies on a table. There, what is taken for paper is
    the box or the table, and the paper inside of it is taken for ink.
    """
    if quantile(ink, 0.5) <= SHADE or np.mean(border_of(ink) <= SHADE) < _AROUND:
        return None
    for share in _FRAMES:
        width = max(2, round(share * max(ink.shape)))
        inside = slice(width, -width), slice(width, -width)
        if min(ink.shape) > 4 * width and is_paper(border_of(ink[inside])):
            # A digit of a thick pen that is cut out closely looks like that, too, but is no sheet.
            return inside if is_a_sheet(ink > SHADE) else None
    return None


def is_paper(border: Ink) -> bool:
    """Say whether nearly all of a border is of one colour, and not of the one that it differs from."""
    usual = np.median(border)
    alike = (border > SHADE) & (np.abs(border - usual) <= SHADE)
    return bool(np.mean(alike) >= _FRAMED)


def border_of[T: np.generic](page: NDArray[T]) -> NDArray[T]:
    """Return the outermost pixels of height x width (x 3) of them, n (x 3)."""
    return np.concatenate((page[0], page[-1], page[1:-1, 0], page[1:-1, -1]))


def corners_of[T: np.generic](page: NDArray[T]) -> NDArray[T]:
    """Return the four outermost pixels of height x width (x 3) of them, 4 (x 3)."""
    return page[[0, 0, -1, -1], [0, -1, 0, -1]]
