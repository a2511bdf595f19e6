"""What people draw to point at a digit: a line under it, as under a 6 or a 9, or a circle around it."""

import numpy as np

from adapters.images.shapes.box import Box
from adapters.images.shapes.pieces import Pieces
from adapters.images.shapes.runs import Runs

_MOST_PIECES = 8  # with a mark among them: on a page of dots there is none
_LINE_ASPECT = 4  # width over height of a line, at least
_LINE_WIDTH = 0.7  # of the width of what stands on it, at least
_STANDING_HEIGHT = 0.5  # of the line's width: as high is what stands on it, at least
_STANDING_ASPECT = 2  # and over the line's height
_CIRCLE_ASPECT = 0.75  # shorter over longer side of a circle, at least; a 0 is mostly slimmer
# Of the circle's: as high is what it encloses, at least; a dot in a 0 is not.
_ENCLOSED_HEIGHT = 0.35
_ALONG = 0.5  # of a side of what it encloses, a circle goes; people leave it open on one
_SLASH_BEND = 0.08  # of its height: as far from a straight line is a slash, at most
_SLASH_SLANT = 0.4  # width over height, at least; nine of ten straight 1s are steeper


def without_mark(pieces: Pieces) -> Pieces:
    """Return the pieces without one that only points at the others, and touches none of them."""
    boxes = pieces.boxes(_MOST_PIECES)
    for label, box in boxes.items():
        others = [other for other in boxes if other != label]
        digit = Box.around([boxes[other] for other in others])
        if _underlines(box, digit):
            return pieces.without(label)
        # A slanting 1 in a circle and a 0 with a slash in it are drawn alike: they stay as they are.
        if (
            _encircles(box, digit)
            and _goes_around(pieces.runs_of(label), digit)
            and not (len(others) == 1 and _is_slash(pieces.runs_of(others[0])))
        ):
            return pieces.without(label)
    return pieces


def _underlines(line: Box, digit: Box) -> bool:
    is_line = line.width >= _LINE_ASPECT * line.height and line.width >= _LINE_WIDTH * digit.width
    is_digit = digit.height >= max(_STANDING_ASPECT * line.height, _STANDING_HEIGHT * line.width)
    return is_line and is_digit and line.top > digit.bottom


def _encircles(circle: Box, digit: Box) -> bool:
    is_inside = (
        circle.top < digit.top
        and digit.bottom < circle.bottom
        and circle.left < digit.left
        and digit.right < circle.right
    )
    is_high = digit.height >= _ENCLOSED_HEIGHT * circle.height
    return circle.is_round(_CIRCLE_ASPECT) and is_inside and is_high


def _goes_around(circle: Runs, digit: Box) -> bool:
    """Say whether a piece goes along three sides of a digit at least: a stroke that a hair touches does not."""
    marked = circle.framed.copy()
    marked[:, 1:-1] &= ~circle.unmarked()
    rows, columns = slice(digit.top, digit.bottom), slice(digit.left, digit.right)
    sides = (
        marked[: digit.top, columns].any(axis=0),
        marked[digit.bottom :, columns].any(axis=0),
        marked[rows, : digit.left].any(axis=1),
        marked[rows, digit.right :].any(axis=1),
    )
    return sum(bool(side.mean() >= _ALONG) for side in sides) >= 3


def _is_slash(runs: Runs) -> bool:
    """Say whether a piece is a straight and slanting stroke: the middles of its rows are on a line."""
    rows = runs.starts // runs.width
    if len(rows) < 3 or rows[-1] - rows[0] + 1 != len(rows):
        return False
    middles = (runs.starts + runs.ends) / 2 - rows * runs.width
    slant, start = np.polyfit(rows, middles, 1)
    bend = np.abs(middles - (slant * rows + start)).max()
    return bool(bend <= _SLASH_BEND * len(rows) and abs(slant) >= _SLASH_SLANT)
