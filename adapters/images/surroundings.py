"""What is beside the paper on a picture of it: the table, the next page, the lid of a scanner."""

import numpy as np
from scipy import ndimage

from adapters.images.light import SHADE, Ink
from adapters.images.paper import corners_of
from adapters.images.pieces import TOUCHING, Mask, is_more_than_crumbs

_LEAST_SIDE = 64  # pixels; a smaller picture was cut out of the paper
_ALONG = 0.3  # of a side of the picture, what is beside the paper covers
_EDGE = 0.25  # of the strongest ink, at which what is beside the paper ends
_SOFT = 2  # pixels to which its edge is soft


def without_surroundings(ink: Ink) -> Ink:
    """Return the ink without pieces that fill a corner and go along a side from there, if others are left."""
    least = max(SHADE, int(ink.max()) * _EDGE)
    marked = ink > least
    if min(ink.shape) < _LEAST_SIDE or not corners_of(marked).any():
        return ink
    labels, _ = ndimage.label(marked, TOUCHING)
    beside = [
        piece for piece in set(corners_of(labels).tolist()) - {0} if _is_along(labels == piece)
    ]
    if not beside:
        return ink
    covered = ndimage.binary_dilation(np.isin(labels, beside), TOUCHING, iterations=_SOFT)
    left = np.where(covered, np.uint8(0), ink)
    return left if is_more_than_crumbs(left > least) else ink


def _is_along(piece: Mask) -> bool:
    """Say whether a piece covers much of a side."""
    sides = piece[0], piece[-1], piece[:, 0], piece[:, -1]
    return any(bool(side.mean() >= _ALONG) for side in sides)
