"""What is beside the paper on a picture of it, or beside the digit: a table, a shadow, the fold of a book."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.clutter.cut_off import Labels, cut_off_among
from adapters.images.clutter.holes import holes_among
from adapters.images.paper.border import corners_of
from adapters.images.shapes.box import Box
from adapters.images.shapes.growing import grown
from adapters.images.shapes.pieces import TOUCHING, without
from adapters.images.shapes.runs import Mask
from adapters.images.tones.levels import SHADE, Ink

_ALONG = 0.3  # of a side of the picture, what is beside the paper covers
_EDGE = 0.25  # of the strongest ink, at which what is beside the paper ends
_SOFT = 2  # pixels to which its edge is soft
_MOST_PIECES = 40  # of which one is a digit: more are a pattern
_PALE = 0.6  # of the darkness of what has most ink; a stroke is darker, and the edge of a shadow is not
_LEAST_DIGIT = 0.1  # of the picture's longer side, that a digit beside a fold is long at least
_WIDEST_FOLD = 0.35  # of the side across it


def without_surroundings(ink: Ink) -> Ink:
    """Return the ink without what comes into the picture from beside it, if more than that is left."""
    least = max(SHADE, int(ink.max()) * _EDGE)
    labels, count = ndimage.label(ink > least, TOUCHING)
    beside = [
        piece for piece in set(corners_of(labels).tolist()) - {0} if _is_along(labels == piece)
    ]
    if count > 1:
        sizes = np.bincount(labels.ravel())
        beside += _pale_among(labels, sizes, ink)
        if count <= _MOST_PIECES:
            boxes = dict(enumerate(map(Box.of, ndimage.find_objects(labels)), start=1))
            beside += cut_off_among(labels, boxes) + _folds_among(boxes, Box.of_all(labels))
            beside += holes_among(boxes, sizes, ink.shape)
    if not beside:
        return ink
    covered = grown(np.isin(labels, beside), _SOFT)
    return without(ink, covered, least)


def _is_along(piece: Mask) -> bool:
    """Say whether a piece covers much of a side."""
    sides = piece[0], piece[-1], piece[:, 0], piece[:, -1]
    return any(bool(side.mean() >= _ALONG) for side in sides)


def _pale_among(labels: Labels, sizes: NDArray[np.intp], ink: Ink) -> list[int]:
    """Return the pieces that are far paler than the one with most ink, as the edges of shadows are."""
    sums = np.bincount(labels.ravel(), ink.ravel())[1:]
    darkness = sums / sizes[1:]
    pale = darkness < _PALE * darkness[np.argmax(sums)]
    return [int(piece) for piece in pale.nonzero()[0] + 1]


def _folds_among(boxes: Mapping[int, Box], page: Box) -> list[int]:
    """Return the pieces that go from side to side, as the fold of a book, if a digit stands beside them."""
    if not any(
        min(box.margins_in(page)) > 0 and box.longer_side >= _LEAST_DIGIT * page.longer_side
        for box in boxes.values()
    ):
        return []
    return [
        piece
        for piece, box in boxes.items()
        if (box.height == page.height and box.width <= _WIDEST_FOLD * page.width)
        or (box.width == page.width and box.height <= _WIDEST_FOLD * page.height)
    ]
