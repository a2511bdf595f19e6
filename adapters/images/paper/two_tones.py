"""Pictures of ink and paper alone, cut so close that neither is known by the border."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.paper.cutting import TINY
from adapters.images.shapes.growing import grown
from adapters.images.shapes.pieces import TOUCHING
from adapters.images.shapes.runs import Mask
from adapters.images.tones.levels import SHADE, Ink
from adapters.images.tones.quantiles import quantile

_SOFT_EDGE = 0.1  # between ink and paper at most, as a share of the longer side
_PURE = 0.15  # how far either may be from its tone, as a share of what is between both
_SEEN = 0.98  # of the picture, that is near to either
_LEAST = 0.25  # of the picture, that ink or paper covers if both reach the border everywhere
_SPECK = 0.005  # of the picture, that a piece covers at least to count
_FEWEST, _MOST = 3, 10  # pieces of ink and paper: an 8 has nine
_ROUGHEST = 0.2  # share of pixels that are unlike the next one at most
_STEEP = 0.02  # of what is between dark and light, from one pixel to the next: an edge is steeper
_FADED = 0.15  # of the way along the edges, that may be less steep
_LEAST_PURE = 0.4  # of the picture; noise has less
_WHOLE = 0.95  # of what is written, that is one piece
_IN_PIECES = 0.9  # of the paper, that its largest piece is at most
_CONTRAST = 4 * SHADE  # levels between ink and paper at least


class TwoTones(NamedTuple):
    """The ink of a picture of ink and paper, and whether it is beyond doubt which of both is written."""

    ink: Ink
    is_sure: bool


def two_tones(grey: NDArray[np.float32]) -> TwoTones | None:
    """
    Return the ink of height x width levels that are either ink or paper, and much of both.

    What is written hangs together, and leaves the paper around it in pieces.

    Returns:
        The ink; None if they are not: where light and shadow cross the picture, it has more tones.
    """
    low, high = quantile(grey, 0.01), quantile(grey, 0.99)
    if high - low <= _CONTRAST:
        return None
    lightness = np.clip((grey - low) / (high - low), 0, 1)
    light = lightness >= 0.5
    is_tiny = max(light.shape) <= TINY
    if not _reach_the_border(light) or not (is_tiny or _is_smooth(light)):
        return None
    pieces = _sizes(light), _sizes(~light)
    if not _FEWEST <= sum(map(_larger_than_specks, pieces)) <= _MOST:
        return None  # half of it lies in the shadow, or it is a pattern
    if not is_tiny and not (_is_near_a_tone(lightness) and _has_edges(lightness, light)):
        return None
    wholes = [float(sizes.max() / sizes.sum()) for sizes in pieces]
    ink = lightness if wholes[0] > wholes[1] else 1 - lightness
    return TwoTones(
        np.asarray(np.round(255 * ink), np.uint8),
        is_sure=max(wholes) >= _WHOLE and min(wholes) <= _IN_PIECES,
    )


def _reach_the_border(light: Mask) -> bool:
    """Say whether there is much light and much dark, and both reach three sides at least."""
    share = light.mean()
    return bool(_LEAST <= share <= 1 - _LEAST and min(_sides(light), _sides(~light)) >= 3)


def _sides(marked: Mask) -> int:
    """Return how many of the four sides something marked reaches."""
    return sum(bool(side.any()) for side in (marked[0], marked[-1], marked[:, 0], marked[:, -1]))


def _sizes(marked: Mask) -> NDArray[np.float64]:
    """Return which share of the picture each piece covers."""
    labels, _ = ndimage.label(marked, TOUCHING)
    return np.bincount(labels.ravel())[1:] / marked.size


def _larger_than_specks(sizes: NDArray[np.float64]) -> int:
    return int(np.count_nonzero(sizes >= _SPECK))


def _is_smooth(light: Mask) -> bool:
    """Say whether most pixels are like the next one, in one direction at least: in noise they are not."""
    ways = light[:, 1:] != light[:, :-1], light[1:] != light[:-1]
    return bool(min(way.mean() for way in ways if way.size) <= _ROUGHEST)


def _has_edges(lightness: NDArray[np.floating], light: Mask) -> bool:
    """Say whether light becomes dark at edges nearly everywhere: along a shadow, it fades."""
    edge = light ^ ndimage.binary_erosion(light, border_value=1)
    steepness = ndimage.gaussian_gradient_magnitude(lightness, 1)[edge]
    return quantile(steepness, _FADED) >= _STEEP


def _is_near_a_tone(lightness: NDArray[np.floating]) -> bool:
    """Say whether any place is ink or paper, or at the edge of it: a shadow is neither."""
    reach = max(1, round(_SOFT_EDGE * max(lightness.shape)))
    pure = np.minimum(lightness, 1 - lightness) <= _PURE
    near = grown(pure, reach)
    return bool(pure.mean() >= _LEAST_PURE and near.mean() >= _SEEN)
