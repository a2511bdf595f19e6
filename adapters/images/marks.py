"""What people draw to point at a digit: a line under it, as under a 6 or a 9, or a circle around it."""

from collections.abc import Callable, Sequence

from adapters.images.box import Box

_FLAT = 4  # times as wide as high is a line at least
_WIDE = 0.7  # of the width of what stands on it
_STANDING = 0.5  # of the line's width: as high is what stands on it, at least
_HIGH = 2  # times as high as the line
_ROUND = 0.75  # of its longer side is the other side of a circle at least; a 0 is mostly slimmer
_FULL = 0.35  # of a circle's height: as high is what stands in it, at least; a dot in a 0 is not


def mark_among(pieces: Sequence[Box], is_slash: Callable[[int], bool]) -> int | None:
    """
    Return the place of the piece that only points at the others, and touches none of them.

    Args:
        pieces: two or more.
        is_slash: says whether the piece of a place is a straight and slanting stroke; asked if it
            matters.
    """
    for place, piece in enumerate(pieces):
        others = [other for other in range(len(pieces)) if other != place]
        digit = Box.around([pieces[other] for other in others])
        if _underlines(piece, digit):
            return place
        # A slanting 1 in a circle and a 0 with a slash in it are drawn alike: they stay as they are.
        if _encircles(piece, digit) and not (len(others) == 1 and is_slash(others[0])):
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
    return is_round and is_inside and digit.height >= _FULL * circle.height
