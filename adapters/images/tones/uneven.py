"""Ink on paper that light and shadow cross, if need be by its colour alone."""

import numpy as np
from numpy.typing import NDArray

from adapters.images.tones.levels import FULL_INK_PIXELS, LEAST_CONTRAST, Ink
from adapters.images.tones.light import unevenly_lit


def ink_in_uneven_light(grey: NDArray[np.float32], values: NDArray[np.uint8]) -> Ink:
    """
    Return the ink on paper that light and shadow cross, by its lightness, or else by its colour.

    Felt pen on coloured card may be as light as the card. Only where lightness shows nothing are the
    colours looked at, one by one: there is more noise in each of them.

    Args:
        grey: the levels of the picture, height x width.
        values: of the same, height x width (x 3).
    """
    ink = unevenly_lit(grey)
    if shows_something(ink) or not _has_colours(values):
        return ink
    red, green, blue = (
        unevenly_lit(channel.astype(np.float32)) for channel in np.moveaxis(values[..., :3], -1, 0)
    )
    return np.maximum(np.maximum(red, green), blue)


def shows_something(ink: Ink) -> bool:
    """Say whether there is enough ink for a digit to be fitted."""
    return bool(np.count_nonzero(ink >= LEAST_CONTRAST) >= FULL_INK_PIXELS)


def _has_colours(values: NDArray[np.uint8]) -> bool:
    return values.ndim > 2 and bool((values[..., :1] != values[..., 1:3]).any())
