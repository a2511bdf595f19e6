"""The holes of a binder: equal discs in a row along a side of the paper."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from adapters.images.shapes.box import Box

_LEAST = 4  # pixels that a hole is wide
_WIDEST = 0.12  # of the picture's longer side
_ROUND = 0.75  # of its longer side is the other side of a hole, at least
_FULL = (0.65, 0.9)  # of its box, that a hole fills; a disc fills 0.79
_EQUAL = 0.3  # of a hole's width, by which the next one is wider or less wide
_IN_ROW = 0.5  # of a hole's width, by which the next one is nearer to the side or farther from it
_NEAR = 0.2  # of the picture, how far from its side they are
_FAR_APART = 0.2  # of the picture, from the first to the last at least


def holes_among(
    boxes: Mapping[int, Box], sizes: NDArray[np.intp], shape: Sequence[int]
) -> list[int]:
    """
    Return the pieces that are holes: two or more of them.

    Args:
        boxes: of all pieces of a picture, by their numbers.
        sizes: the pixels of each piece, by the same numbers.
        shape: height and width of the picture.
    """
    discs = {
        piece: box
        for piece, box in boxes.items()
        if _LEAST <= box.longer_side <= _WIDEST * max(shape) and _is_disc(box, int(sizes[piece]))
    }
    return _in_a_row(discs, shape, along=0) or _in_a_row(discs, shape, along=1)


def _is_disc(box: Box, size: int) -> bool:
    least, most = _FULL
    return box.is_round(_ROUND) and least <= size / (box.width * box.height) <= most


def _in_a_row(discs: Mapping[int, Box], shape: Sequence[int], *, along: int) -> list[int]:
    """Return the equal discs that lie on a line along a side; the rows go along it, or the columns."""
    places = {piece: (disc.middle[along], disc.middle[1 - along]) for piece, disc in discs.items()}
    for piece, (_, away) in places.items():
        if min(away, shape[1 - along] - away) > _NEAR * shape[1 - along]:
            continue
        width = discs[piece].longer_side
        row = {
            other: place
            for other, (place, off) in places.items()
            if abs(off - away) <= _IN_ROW * width
            and abs(discs[other].longer_side - width) <= _EQUAL * width
        }
        if max(row.values()) - min(row.values()) >= _FAR_APART * shape[along]:
            return list(row)
    return []
