"""Paper that light and shadow cross."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.tones.levels import Ink
from adapters.images.tones.quantiles import quantile

_LIGHT_GRID = 70  # pixels a side on which the light on a photo is estimated
_WIDEST_STROKE = 15  # of these; what is narrower is no shadow
# Of what stands out: by so much more of it is lighter than darker if the ink is light.
_CLEARLY = 0.3
_DEEPEST = 4  # times darker than the lightest paper is a shadow, at most
_SURROUNDINGS = 8  # of these; how far the surroundings of a pixel reach, as a deviation


def unevenly_lit(grey: NDArray[np.float32]) -> Ink:
    """
    Return the ink on paper that light and shadow cross.

    The paper is what a closing leaves: it fills what is darker and narrower than a shadow, here
    with the sign that makes the ink dark. It goes on beyond the border as it ends there, so that
    a shadow in a corner is paper too. Dark ink counts by the share of the light that it takes: in a
    shadow, it is as much darker than the paper as elsewhere only in proportion.
    """
    step = max(1, round(max(grey.shape) / _LIGHT_GRID))
    top, left = starts = [min(step // 2, length - 1) for length in grey.shape]
    coarse = ndimage.uniform_filter(grey, step, mode="nearest")[top::step, left::step]
    coarse = ndimage.median_filter(coarse, 3, mode="nearest")
    if _is_light_on_dark(coarse):
        grey, coarse = -grey, -coarse
    paper = _paper_under(coarse, grey.shape, starts, step)
    ink = paper - grey
    middle = quantile(ink, 0.5)
    noise = 3 * 1.4826 * quantile(np.abs(ink - middle), 0.5)
    ink -= noise + max(middle, 0)
    lightest = paper.max()
    if lightest > 0:  # the ink is the dark one
        ink *= lightest / np.maximum(paper, lightest / _DEEPEST)
    return np.asarray(np.clip(ink, 0, 255), np.uint8)


def _paper_under(
    coarse: NDArray[np.float32], shape: tuple[int, ...], starts: Sequence[int], step: int
) -> NDArray[np.float32]:
    """Return the levels of the paper at every pixel, from every step-th of the picture."""
    framed = np.pad(coarse, _WIDEST_STROKE, mode="edge")
    closed = ndimage.grey_closing(framed, (_WIDEST_STROKE, _WIDEST_STROKE))
    inside = slice(_WIDEST_STROKE, -_WIDEST_STROKE)
    paper = ndimage.gaussian_filter(closed[inside, inside], 1, mode="nearest")
    down, along = (
        _weights(length, start, step, known)
        for length, start, known in zip(shape, starts, paper.shape, strict=True)
    )
    return np.asarray(down @ paper @ along.T, np.float32)


def _weights(length: int, start: int, step: int, known: int) -> NDArray[np.float64]:
    """
    Return the weights of linear interpolation, length x known, from every step-th place to all.

    Beyond the first and the last known place, which is at `start` or later, it goes on as there.
    """
    places = ((np.arange(length) - start) / step).clip(0, known - 1)
    return np.asarray(np.maximum(0, 1 - np.abs(places[:, None] - np.arange(known))))


def _is_light_on_dark(coarse: NDArray[np.float32]) -> bool:
    """
    Say whether what stands out from its wide surroundings is mostly lighter than they are.

    It counts as far as it has edges: what a lamp reflects stands out, too, but has none. Where little
    does, it is mostly noise, and the ink is dark.
    """
    surroundings = ndimage.gaussian_filter(coarse, _SURROUNDINGS, mode="nearest")
    edges = ndimage.gaussian_laplace(coarse, 1, mode="nearest")
    lighter = edges**2 * (coarse - surroundings)
    return bool(lighter.sum() > _CLEARLY * np.abs(lighter).sum())
