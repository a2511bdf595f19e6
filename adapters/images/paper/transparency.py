"""Drawings on transparent paper, and pictures with transparent parts."""

import numpy as np
from numpy.typing import NDArray

from adapters.images.shapes.rectangles import is_a_sheet
from adapters.images.tones.colours import words_of
from adapters.images.tones.levels import SHADE

_HALF = 128
_CARD = 0.15  # of the page, a card covers at least: a 1 of several colours is a rectangle, too
_OPAQUE = 0xFF000000


def is_opaque(values: NDArray[np.uint8]) -> bool:
    """Say whether pixels, height x width (x 3 or 4), have no transparency."""
    return values.shape[2:] != (4,) or bool(
        np.bitwise_and.reduce(words_of(values), axis=None) >= _OPAQUE
    )


def without_transparency(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """
    Return the drawing on transparent paper, or the picture with no transparent parts.

    Where most of the page is transparent, or what is opaque shows nothing by its colours,
    the drawing is in the opacity, whatever its colour. Otherwise, and on a card with a wide margin,
    the colours are the picture and the transparent parts become its paper; so do those that are
    hardly opaque, such as the shadow of a card.
    """
    colours, opacity = rgba[..., :3], rgba[..., 3]
    opaque = opacity >= _HALF
    if not opaque.any():
        return opacity
    seen = colours[opaque]
    paper = np.median(seen, axis=0)
    flat = np.ptp(seen, axis=0).max() <= 2 * SHADE
    share = opaque.mean()
    if share < 1 and (flat or share < _CARD or (share < 0.5 and not is_a_sheet(opaque))):
        return opacity
    weight = np.where(opaque, opacity, 0)[..., None].astype(np.float32) / 255
    return np.asarray(colours * weight + paper * (1 - weight), np.uint8)
