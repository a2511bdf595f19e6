"""Dots that are no part of the digit: a tap on the sheet by mistake, the hole of a punch."""

from adapters.images.shapes.box import Box
from adapters.images.shapes.pieces import Pieces

_MOST_PIECES = 4  # with the dots among them: what is written in dots has more
_LONGEST = 0.3  # of the digit's longer side, is a dot at most
_ROUND = 0.6  # shorter over longer side of a dot, at least
_SOLID = 0.6  # of its box, that a dot fills at least: a small ring does not
_BESIDE = 0.2  # of the digit's longer side, is between it and a dot beside it at least
_BELOW = 0.6  # and a dot below it: that of an exclamation mark is nearer


def without_dots(pieces: Pieces) -> Pieces:
    """Return the pieces without dots that are far from the others, of which one is large."""
    boxes = pieces.boxes(_MOST_PIECES)
    if not boxes:
        return pieces
    longest = _LONGEST * max(box.longer_side for box in boxes.values())
    dots = [
        label
        for label, box in boxes.items()
        if box.longer_side <= longest and _is_dot(box, int(pieces.sizes[label]))
    ]
    digit = Box.around([box for label, box in boxes.items() if label not in dots])
    for label in dots:
        if _is_apart(boxes[label], digit):
            pieces = pieces.without(label)
    return pieces


def _is_dot(box: Box, size: int) -> bool:
    return box.is_round(_ROUND) and size >= _SOLID * box.width * box.height


def _is_apart(dot: Box, digit: Box) -> bool:
    """Say whether a dot is far from a digit, and not above it, as that of an i and of a semicolon."""
    beside = max(digit.left - dot.right, dot.left - digit.right)
    below = dot.top - digit.bottom
    return beside >= _BESIDE * digit.longer_side or below >= _BELOW * digit.longer_side
