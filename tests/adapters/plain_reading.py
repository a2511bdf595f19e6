"""The same reading as that of the adapter, pixel by pixel and without haste: what it must equal."""

import numpy as np
from scipy import ndimage

from adapters.images.fitting import _centred, _fit

TOUCHING = np.ones((3, 3), bool)


def ink_on_one_colour(values):
    """Return the largest difference of each pixel from the corner's in any channel."""
    difference = np.abs(values.astype(int) - values[0, 0])
    return (difference.max(axis=2) if values.ndim == 3 else difference).astype(np.uint8)


def fit(ink):
    """Return the 784 bytes of what is drawn, or None if nothing is."""
    full = sorted(ink.ravel().tolist())[-min(3, ink.size)]
    if full < 20:
        return None
    strokes = without_small_pieces(ink >= 0.25 * full, 0.03)
    touched = ndimage.binary_dilation(strokes, TOUCHING)
    drawn = np.where(touched & (ink >= 0.03 * full), ink, 0).astype(np.uint8)
    [box] = ndimage.find_objects((drawn > 0).astype(np.uint8))
    return _centred(_fit(np.minimum(drawn[box], full).astype(np.uint8), 20), 28).tobytes()


def without_small_pieces(marked, least):
    """Return the mask without the pieces smaller than a share of the largest."""
    pieces, _ = ndimage.label(marked, structure=TOUCHING)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    return (sizes >= least * sizes.max())[pieces]
