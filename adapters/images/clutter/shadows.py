"""Shadows that reach what is written from the border of a picture: of fingers, of the phone."""

import numpy as np
from scipy import ndimage

from adapters.images.paper.border import border_of
from adapters.images.shapes.box import Box
from adapters.images.shapes.growing import grown
from adapters.images.shapes.pieces import TOUCHING, without
from adapters.images.shapes.runs import Mask
from adapters.images.tones.levels import SHADE, Ink
from adapters.images.tones.otsu import otsu_threshold

_MOST = 0.9  # of a side of the picture, that is written on; a digit cut out closely takes more
_LEAST = 0.25  # of the strongest ink; what is paler is the noise of the paper
_PALER = 0.75  # of the darkness of what is written, that a shadow has at most
_EDGE = 0.015  # of the picture's longer side, to which the edge of a stroke may be soft
_LEAST_SHADOW = 0.003  # of the picture
_LEAST_WIDTH = 0.01  # of the picture's longer side, at its border; a stroke's edges are narrower


def without_shadows(ink: Ink) -> Ink:
    """
    Return the ink without the shadows that fall on it, or beside it, from the border.

    Ink has two darknesses then, and the paler one goes on to the border of the picture, in places wider
    than the edge of a stroke. What is written crosses the shadow, and stays.
    """
    border, strongest = border_of(ink), int(ink.max())
    least = max(SHADE, strongest * _LEAST)
    pale = (border > least) & (border <= strongest * _PALER)
    if np.count_nonzero(pale) < _LEAST_WIDTH * max(ink.shape):
        return ink
    written = _written(ink, ink > least)
    if written is None:
        return ink
    return without(ink, _shadows(ink, written, least), least)


def _written(ink: Ink, shown: Mask) -> Mask | None:
    """Return the darker part of what is shown; None if there is no paler one, or it is nearly all of the picture."""
    levels = ink[shown]
    threshold = otsu_threshold(levels)
    dark = levels > threshold
    if dark.all() or levels[~dark].mean() > _PALER * levels[dark].mean():
        return None
    written = ink > threshold
    box, page = Box.around_marks(written), Box.of_all(ink)
    assert box, "Otsu's threshold is lower than the darkest"
    if max(box.height / page.height, box.width / page.width) > _MOST:
        return None
    return written


def _shadows(ink: Ink, written: Mask, least: float) -> Mask:
    """Return the pieces of what is paler than what is written; none if none of them comes from the border."""
    # The dim edge of a shadow goes with it, that of a stroke stays with the stroke.
    faint = (ink > least / 2) & ~grown(written)
    if not border_of(faint).any():
        return np.zeros_like(written)
    pale, _ = ndimage.label(faint, TOUCHING)
    edge = max(2, round(_EDGE * max(ink.shape)))
    wide = pale[(ink > least) & ~grown(written, edge)]
    sizes = np.bincount(wide, minlength=1)
    sizes[0] = 0
    large = np.flatnonzero(sizes >= _LEAST_SHADOW * ink.size)
    if not np.isin(border_of(pale), large).any():
        return np.zeros_like(written)
    return np.isin(pale, large)
