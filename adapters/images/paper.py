"""Which colour is the paper: it is at the border of the picture, or inside of what is around it."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.light import SHADE, Ink

TINY = 24
"""Pixels a side: light does not change across so few."""
# How wide what is around a page may be, as shares of the longer side.
_FRAMES = (0.03, 0.06, 0.1, 0.15)
_AROUND = 0.4  # of the border, what is around a page covers at least
_FRAMED = 0.8  # of what is along it inside, the paper covers at least
_RECTANGULAR = 0.9  # of the least rectangle around it, paper with what is on it fills at least
_ASKEW = np.radians(np.arange(-10, 11))  # how paper may lie on a table
_WIDEST_CORNER = 0.3  # how far a stroke in a corner reaches along both sides, as a share of them
_SHARPNESS = 0.2  # the most that is neither paper nor ink in even light, as a share of the ink
_SOFT_EDGE = 0.1  # how wide the soft edge of a stroke may be, as a share of the longer side


def is_even(border: Ink) -> bool:
    """Say whether nearly all of the page's border is of one colour."""
    return bool(np.percentile(border, 95) <= SHADE)


def inside_of_frame(ink: Ink) -> tuple[slice, slice] | None:
    """
    Return the part of the page inside of what is all around it; None if there is no such thing.

    A page is cut out along the box that it is in, or lies on a table. There, what is taken for paper is
    the box or the table, and the paper inside of it is taken for ink.
    """
    if np.median(ink) <= SHADE or np.mean(border_of(ink) <= SHADE) < _AROUND:
        return None
    for share in _FRAMES:
        width = max(2, round(share * max(ink.shape)))
        inside = slice(width, -width), slice(width, -width)
        if min(ink.shape) > 4 * width and _is_paper(border_of(ink[inside])):
            # A digit of a thick pen that is cut out closely looks like that, too, but is no sheet.
            return inside if _is_a_sheet(ink > SHADE) else None
    return None


def _is_a_sheet(marked: NDArray[np.bool_]) -> bool:
    """Say whether what is marked fills a rectangle, its holes included, be it askew."""
    filled = ndimage.binary_fill_holes(marked)
    rows, columns = np.nonzero(filled & ~ndimage.binary_erosion(filled))
    along = columns * np.cos(_ASKEW)[:, None] + rows * np.sin(_ASKEW)[:, None]
    across = rows * np.cos(_ASKEW)[:, None] - columns * np.sin(_ASKEW)[:, None]
    rectangles = (np.ptp(along, axis=1) + 1) * (np.ptp(across, axis=1) + 1)
    return bool(np.count_nonzero(filled) >= _RECTANGULAR * rectangles.min())


def _is_paper(border: Ink) -> bool:
    """Say whether nearly all of a border is of one colour, and not of the one that it differs from."""
    usual = np.median(border)
    alike = (border > SHADE) & (np.abs(border - usual) <= SHADE)
    return bool(np.mean(alike) >= _FRAMED)


def border_of[T: np.generic](page: NDArray[T]) -> NDArray[T]:
    """Return the outermost pixels of height x width (x 3) of them, n (x 3)."""
    return np.concatenate((page[0], page[-1], page[1:-1, 0], page[1:-1, -1]))


def corners_of[T: np.generic](page: NDArray[T]) -> NDArray[T]:
    """Return the four outermost pixels of height x width (x 3) of them, 4 (x 3)."""
    return page[np.ix_((0, -1), (0, -1))].reshape(4, *page.shape[2:])


def is_cut_close(ink: Ink) -> bool:
    """
    Say whether ink reaches the border of evenly lit paper: a picture cut close to the digit.

    Half of the border is plain paper. Where ink reaches a corner, it is not as wide as a shadow; and
    away from the ink there is little that is neither paper nor ink. Where light and shadow cross the
    page, most is something in between.

    Args:
        ink: the difference of each pixel from what may be the paper's colour.
    """
    shaded = ink > SHADE
    if max(ink.shape) <= TINY:
        return bool(np.count_nonzero(corners_of(shaded)) <= 2)
    border = border_of(ink)
    plain = np.count_nonzero(border <= SHADE)
    return bool(
        plain >= len(border) / 2 and _widest_corner(shaded) <= _WIDEST_CORNER and _is_sharp(ink)
    )


def _widest_corner(shaded: NDArray[np.bool_]) -> float:
    """
    Return how far shade reaches from a corner along both of its sides, as a share of them.

    A bar along one side is a stroke, however long: the shorter way counts.
    """
    ways = [np.logical_and.accumulate(side).mean() for side in _sides_from_corners(shaded)]
    return float(max(map(min, ways[::2], ways[1::2])))


def _sides_from_corners(page: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Return for each corner the two sides that begin there."""
    turned = [page, page[:, ::-1], page[::-1], page[::-1, ::-1]]
    return [side for corner in turned for side in (corner[0], corner[:, 0])]


def _is_sharp(ink: Ink) -> bool:
    full = float(np.percentile(ink, 99))
    dark = ink >= full / 2
    reach = max(1, round(_SOFT_EDGE * max(ink.shape)))
    away = ~ndimage.maximum_filter(dark, 2 * reach + 1)
    between = np.count_nonzero(away & (ink > full / 8) & (ink < full / 2))
    return bool(between <= _SHARPNESS * np.count_nonzero(dark))
