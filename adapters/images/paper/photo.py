"""A photo on a page of one colour, as programs show it on a screen: with bands beside it, or all around."""

import numpy as np

from adapters.images.paper.panel import largest_sheet, share_marked
from adapters.images.shapes.box import Place
from adapters.images.tones.levels import SHADE, Ink
from adapters.images.tones.quantiles import quantile

_LEAST = 0.15  # of the page, that a photo covers
_FULL = 0.5  # of its place, that differs from the page; of a box, less does
# Levels from the darkest tenth of a photo to the lightest; what is drawn in one colour has fewer.
_MANY = 2 * SHADE
_PLAIN = 3  # levels by which a page differs from itself, once it is a JPEG
_WAVES = 16  # pixels, to which a JPEG carries an edge
_LEAST_PLAIN = 0.8  # of what is beside a photo; the rest are signs of the program that shows it


def photo_in(ink: Ink) -> Place | None:
    """
    Return the inside of a photo; None if there is no such thing.

    Args:
        ink: the difference from the page's colour.
    """
    if not _has_plain_side(ink) or share_marked(ink) < _LEAST:
        return None  # the usual case, known without a look for pieces
    photo = largest_sheet(ink)
    if photo and _is_unevenly_lit(ink[photo]) and _is_plain_beside(ink, photo):
        return photo
    return None


def _has_plain_side(ink: Ink) -> bool:
    return any(bool(side.max() <= SHADE) for side in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))


def _is_unevenly_lit(place: Ink) -> bool:
    """Say whether something covers most of its place, and has many levels."""
    levels = quantile(place, 0.9) - quantile(place, 0.1)
    return share_marked(place) > _FULL and levels > _MANY


def _is_plain_beside(ink: Ink, photo: Place) -> bool:
    """Say whether nearly all that is beside the photo is of the page's colour."""
    beside = np.ones(ink.shape, bool)
    beside[tuple(slice(max(0, side.start - _WAVES), side.stop + _WAVES) for side in photo)] = False
    plain = np.count_nonzero(beside & (ink <= _PLAIN))
    return bool(plain >= _LEAST_PLAIN * np.count_nonzero(beside))
