"""The same reading as that of the adapter, pixel by pixel and without haste: what it must equal."""

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
    """Return the mask without the pieces smaller than a share of the largest, and without a mark."""
    pieces, _ = ndimage.label(marked, structure=TOUCHING)
    sizes = np.bincount(pieces.ravel())
    sizes[0] = 0
    kept = (sizes >= least * sizes.max()).nonzero()[0]
    left = np.isin(pieces, kept)
    if 2 <= len(kept) <= 8:
        for one in kept:
            mark, others = pieces == one, left & (pieces != one)
            if is_underline(mark, others) or is_circle(mark, others):
                return others
    return left


def is_underline(line, others):
    """Say whether one piece is a level line under the others, of which it touches none."""
    (first, last), (from_, to) = extent(line)
    (top, foot), (left, right) = extent(others)
    high, wide = last - first + 1, to - from_ + 1
    level = wide >= 4 * high and wide >= 0.7 * (right - left + 1)
    standing = foot - top + 1
    return level and first > foot + 1 and standing >= 2 * high and standing >= 0.6 * wide


def is_circle(circle, others):
    """Say whether one piece is about as wide as high, and has the others in it, not all small."""
    (first, last), (from_, to) = extent(circle)
    (top, foot), (left, right) = extent(others)
    sides = sorted((last - first + 1, to - from_ + 1))
    inside = first < top and foot < last and from_ < left and right < to
    if is_straight(others):
        return False
    return sides[0] >= 0.75 * sides[1] and inside and foot - top + 1 >= 0.4 * (last - first + 1)


def is_straight(mask):
    """Say whether it is one piece with one run in each row, whose middles lie on a line, nearly."""
    _, pieces = ndimage.label(mask, structure=TOUCHING)
    (top, foot), _ = extent(mask)
    rows = [row.nonzero()[0] for row in mask[top : foot + 1]]
    if pieces > 1 or len(rows) < 3 or any(row[-1] - row[0] + 1 != len(row) for row in rows):
        return False
    middles = np.array([(row[0] + row[-1]) / 2 for row in rows])
    places = np.arange(len(rows))
    bent = middles - np.polyval(np.polyfit(places, middles, 1), places)
    return np.abs(bent).max() <= 0.08 * len(rows)


def extent(mask):
    """Return the first and the last row, and column, of a mask."""
    return [
        (places[0], places[-1]) for places in (mask.any(axis=axis).nonzero()[0] for axis in (1, 0))
    ]
