"""What people draw to point at a digit: a line under it, as under a 6 or a 9, or a circle around it."""

from collections.abc import Sequence
from typing import NamedTuple

_FLAT = 4  # times as wide as high is a line at least
_WIDE = 0.7  # of the width of what stands on it
_STANDING = 0.6  # of the line's width: as high is what stands on it, at least
_HIGH = 2  # times as high as the line
_ROUND = 0.75  # of its longer side is the other side of a circle at least; a 0 is mostly slimmer
_FULL = 0.4  # of a circle's height: as high is what stands in it, at least; a dot in a 0 is not


class Box(NamedTuple):
    """
    What a piece takes of the page, in pixels; the ends are beyond it.

    Attributes:
        is_straight: whether it is one straight stroke, as the slash in a 0 is.
    """

    top: int
    bottom: int
    left: int
    right: int
    is_straight: bool = False

    @property
    def height(self) -> int:
        """How many rows it goes over."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns it goes over."""
        return self.right - self.left

    @classmethod
    def around(cls, boxes: Sequence["Box"]) -> "Box":
        """Return the smallest box with all of them in it."""
        tops, bottoms, lefts, rights, straight = zip(*boxes, strict=True)
        is_straight = len(boxes) == 1 and straight[0]
        return cls(min(tops), max(bottoms), min(lefts), max(rights), is_straight)


def mark_among(pieces: Sequence[Box]) -> int | None:
    """Return the place of the piece that only points at the others, and touches none of them."""
    for place, piece in enumerate(pieces):
        others = Box.around([other for other in pieces if other is not piece])
        if _underlines(piece, others) or _encircles(piece, others):
            return place
    return None


def _underlines(line: Box, digit: Box) -> bool:
    is_line = line.width >= _FLAT * line.height and line.width >= _WIDE * digit.width
    is_digit = digit.height >= max(_HIGH * line.height, _STANDING * line.width)
    return is_line and is_digit and line.top > digit.bottom


def _encircles(circle: Box, digit: Box) -> bool:
    is_round = min(circle.width, circle.height) >= _ROUND * max(circle.width, circle.height)
    is_inside = (
        circle.top < digit.top
        and digit.bottom < circle.bottom
        and circle.left < digit.left
        and digit.right < circle.right
    )
    # A 1 in a circle and a 0 with a slash in it are drawn alike: they stay as they are.
    is_digit = digit.height >= _FULL * circle.height and not digit.is_straight
    return is_round and is_inside and is_digit
