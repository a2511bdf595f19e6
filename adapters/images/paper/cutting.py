"""Whether a picture is cut close to its digit: the ink reaches its border, and no shadow does."""

import numpy as np
from numpy.typing import NDArray

from adapters.images.paper.border import border_of, corners_of
from adapters.images.shapes.growing import grown
from adapters.images.tones.levels import SHADE, Ink
from adapters.images.tones.quantiles import quantile

TINY = 24
"""Pixels a side: light does not change across so few."""
_WIDEST_CORNER = 0.3  # how far a stroke in a corner reaches along both sides, as a share of them
_SHARPNESS = 0.2  # the most that is neither paper nor ink in even light, as a share of the ink
_MOST_SHADED = 100  # pixels of the border, by the soft edges of strokes that reach it
_SOFT_EDGE = 0.1  # how wide the soft edge of a stroke may be, as a share of the longer side


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
        plain >= len(border) / 2
        and _widest_corner(shaded) <= _WIDEST_CORNER
        and _is_sharp(ink)
        and not _is_shaded(border, ink)
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


def _is_shaded(border: Ink, ink: Ink) -> bool:
    """Say whether more of the border is a little darker than paper than the soft edges of strokes are."""
    faint = (border > SHADE) & (border < quantile(ink, 0.995) / 3)
    return bool(np.count_nonzero(faint) > _MOST_SHADED)


def _is_sharp(ink: Ink) -> bool:
    full = quantile(ink, 0.99)
    dark = ink >= full / 2
    reach = max(1, round(_SOFT_EDGE * max(ink.shape)))
    away = ~grown(dark, reach)
    between = np.count_nonzero(away & (ink > full / 8) & (ink < full / 2))
    return bool(between <= _SHARPNESS * np.count_nonzero(dark))
