"""The light on a picture: even, so that its paper is of one colour, or crossed by shadows."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

type Ink = NDArray[np.uint8]
"""Height x width; 0 is paper, 255 the strongest difference from it."""

SHADE = 12  # levels by which paper differs from itself in even light

_TINY = 24  # pixels a side; light does not change across so few
_WIDEST_CORNER = 0.3  # how far a stroke in a corner reaches along both sides, as a share of them
_SHARPNESS = 0.2  # the most that is neither paper nor ink in even light, as a share of the ink
_SOFT_EDGE = 0.1  # how wide the soft edge of a stroke may be, as a share of the longer side
_LIGHT_GRID = 70  # pixels a side on which the light on a photo is estimated
_WIDEST_STROKE = 15  # of these; what is narrower is no shadow
_SURROUNDINGS = 8  # of these; how far the surroundings of a pixel reach, as a deviation


def is_even(border: Ink) -> bool:
    """Say whether nearly all of the page's border is of one colour."""
    return bool(np.percentile(border, 95) <= SHADE)


def corners_of[T: np.generic](page: NDArray[T]) -> NDArray[T]:
    """Return the four outermost pixels of height x width (x 3) of them, 4 (x 3)."""
    return page[np.ix_((0, -1), (0, -1))].reshape(4, *page.shape[2:])


def is_cut_close(ink: Ink, *, border: Ink) -> bool:
    """
    Say whether ink reaches the border of evenly lit paper: a picture cut close to the digit.

    Half of the border is plain paper. Where ink reaches a corner, it is not as wide as a shadow; and
    away from the ink there is little that is neither paper nor ink. Where light and shadow cross the
    page, most is something in between.

    Args:
        ink: the difference of each pixel from what may be the paper's colour.
        border: the same of the outermost pixels.
    """
    shaded = ink > SHADE
    if max(ink.shape) <= _TINY:
        return bool(np.count_nonzero(corners_of(shaded)) <= 2)
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


def unevenly_lit(grey: NDArray[np.float32]) -> Ink:
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
