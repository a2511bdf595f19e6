"""What is beside the paper on a picture of it, or beside the digit: a table, a thumb, half of another digit."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.box import Box
from adapters.images.holes import holes_among
from adapters.images.light import SHADE, Ink
from adapters.images.paper import corners_of
from adapters.images.pieces import TOUCHING, is_more_than_crumbs
from adapters.images.runs import Mask

type Labels = NDArray[np.int32]

_LEAST_SIDE = 64  # pixels; a smaller picture was cut out of the paper
_ALONG = 0.3  # of a side of the picture, what is beside the paper covers
_EDGE = 0.25  # of the strongest ink, at which what is beside the paper ends
_SOFT = 2  # pixels to which its edge is soft
_MOST_PIECES = 40  # of which one is a digit: more are a pattern
_NEAR = 0.04  # of the picture's longer side, how near to the border what is cut off may end: a thumb pales
_LEAST_DIGIT = 0.25  # of the picture's longer side, that a digit among such is long at least
_LONGER = 1.4  # times as long as the digit is what is cut off, at most
_HALF = (
    0.5  # as long as the digit is what does not touch the border, and is no digit itself, at most
)
_SHALLOW = 0.16  # of the picture, how far what is cut off reaches into it
_DEEP = 0.35  # and how far, if it is no stroke
_WIDER = 1.5  # times as wide as the digit's strokes is what is no stroke


def without_surroundings(ink: Ink) -> Ink:
    """Return the ink without what comes into the picture from beside it, if more than that is left."""
    if min(ink.shape) < _LEAST_SIDE:
        return ink
    least = max(SHADE, int(ink.max()) * _EDGE)
    labels, count = ndimage.label(ink > least, TOUCHING)
    beside = [
        piece for piece in set(corners_of(labels).tolist()) - {0} if _is_along(labels == piece)
    ]
    if 1 < count <= _MOST_PIECES:
        boxes = dict(enumerate(map(Box.of, ndimage.find_objects(labels)), start=1))
        beside += _cut_off(labels, boxes)
        beside += holes_among(boxes, np.bincount(labels.ravel()), ink.shape)
    if not beside:
        return ink
    covered = ndimage.binary_dilation(np.isin(labels, beside), TOUCHING, iterations=_SOFT)
    left = np.where(covered, np.uint8(0), ink)
    return left if is_more_than_crumbs(left > least) else ink


def _is_along(piece: Mask) -> bool:
    """Say whether a piece covers much of a side."""
    sides = piece[0], piece[-1], piece[:, 0], piece[:, -1]
    return any(bool(side.mean() >= _ALONG) for side in sides)


def _cut_off(labels: Labels, boxes: Mapping[int, Box]) -> list[int]:
    """Return the pieces at the border that are not of the digit, which stands whole inside of it."""
    page = Box(0, labels.shape[0], 0, labels.shape[1])
    margins = {piece: min(box.within(page)) for piece, box in boxes.items()}
    digit = max(boxes, key=lambda piece: boxes[piece].longer_side if margins[piece] else 0)
    length = boxes[digit].longer_side
    if not margins[digit] or length < _LEAST_DIGIT * page.longer_side:
        return []
    near = _NEAR * page.longer_side
    others = [piece for piece, margin in margins.items() if margin <= near and piece != digit]
    if any(boxes[piece].longer_side > _LONGER * length for piece in others):
        return []
    depths = {piece: _depth(boxes[piece], boxes[digit], page, near) for piece in others}
    parts = [
        piece
        for piece, depth in depths.items()
        if depth <= _SHALLOW and (not margins[piece] or boxes[piece].longer_side < _HALF * length)
    ]
    deep = [piece for piece, depth in depths.items() if depth <= _DEEP and piece not in parts]
    return parts + (_no_strokes(labels, deep, digit) if deep else [])


def _depth(piece: Box, digit: Box, page: Box, near: float) -> float:
    """Return how far a piece reaches into the page from a side on which the digit ends, as a share of it."""
    above, below, left, right = piece.within(page)
    ways = (
        (above <= near and piece.bottom <= digit.top, piece.bottom / page.height),
        (below <= near and piece.top >= digit.bottom, 1 - piece.top / page.height),
        (left <= near and piece.right <= digit.left, piece.right / page.width),
        (right <= near and piece.left >= digit.right, 1 - piece.left / page.width),
    )
    return min((depth for is_so, depth in ways if is_so), default=1)


def _no_strokes(labels: Labels, pieces: Sequence[int], digit: int) -> list[int]:
    """Return those of the pieces that are far wider than the digit's strokes, as a thumb is."""
    radius = ndimage.distance_transform_cdt(np.pad(labels > 0, 1))[1:-1, 1:-1]
    pen, *widths = ndimage.maximum(radius, labels, [digit, *pieces])
    return [piece for piece, width in zip(pieces, widths, strict=True) if width > _WIDER * pen]
