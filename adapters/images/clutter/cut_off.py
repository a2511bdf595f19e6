"""What the border of a picture cuts off, and is not of the digit: a thumb, half of another digit."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.shapes.box import Box

type Labels = NDArray[np.int32]
"""The piece of each pixel, from 1; 0 for paper."""

_NEAR = 0.04  # of the picture's longer side, how near to the border what is cut off may end: a thumb pales
_LEAST_DIGIT = 0.25  # of the picture's longer side, that a digit among such is long at least
_LONGER = 1.4  # times as long as the digit is what is cut off, at most
# As long as the digit is what does not touch the border, and is no digit itself, at most.
_HALF = 0.5
_SHALLOW = 0.16  # of the picture, how far what is cut off reaches into it
_DEEP = 0.35  # and how far, if it is no stroke
_WIDER = 1.5  # times as wide as the digit's strokes is what is no stroke


def cut_off_among(labels: Labels, boxes: Mapping[int, Box]) -> list[int]:
    """Return the pieces at the border that are not of the digit, which stands whole inside of it."""
    page = Box.of_all(labels)
    margins = {piece: min(box.margins_in(page)) for piece, box in boxes.items()}
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
    above, below, left, right = piece.margins_in(page)
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
