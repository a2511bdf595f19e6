"""
The same reading as that of the adapter, pixel by pixel and without haste: what it must equal.

Of drawings without lines around the digit; tests/adapters/images/clutter/test_marks.py has those.
"""

import numpy as np
from PIL import Image
from scipy import ndimage

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
    strokes = without_specks(ink >= 0.25 * full, 0.03)
    touched = ndimage.binary_dilation(strokes, TOUCHING)
    drawn = np.where(touched & (ink >= 0.03 * full), ink, 0).astype(np.uint8)
    [box] = ndimage.find_objects((drawn > 0).astype(np.uint8))
    return centred(scaled(np.minimum(drawn[box], full).astype(np.uint8))).tobytes()


def scaled(drawn):
    """Return it with 20 pixels on its longer side, its strongest ink made full."""
    scale = 20 / max(drawn.shape)
    size = [max(1, round(length * scale)) for length in reversed(drawn.shape)]
    way = Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.HAMMING
    small = np.asarray(Image.fromarray(drawn).resize(size, way), np.float32)
    return np.round(small * (255 / small.max())).astype(np.uint8)


def centred(fitted):
    """Return it on 28 x 28 pixels, its centre of mass in the middle if it fits."""
    middle = ndimage.center_of_mass(fitted)
    page = np.zeros((28, 28), np.uint8)
    rows, columns = (
        slice(start := min(max(round(14 - centre), 0), 28 - length), start + length)
        for centre, length in zip(middle, fitted.shape, strict=True)
    )
    page[rows, columns] = fitted
    return page


def without_specks(marked, least):
    """Return the mask without the pieces smaller than a share of the largest."""
    pieces, _ = ndimage.label(marked, structure=TOUCHING)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    return np.isin(pieces, (sizes >= least * sizes.max()).nonzero()[0])
