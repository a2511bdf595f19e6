"""The thin, straight and nearly horizontal lines on a page: printed ones, and strokes like them."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.shapes.pieces import TOUCHING
from adapters.images.shapes.runs import Mask, long_runs

# Of a line's parts between the strokes that cross it, as a share of the page's width.
_SHORTEST = 0.05
_LEAST_SPAN = 0.1  # of a line, as a share of the same
_LEAST_COVERED = 0.5  # of a line, by its parts
_WIDEST_GAP = 0.45  # that a stroke leaves in a line, as a share of the page's width
_MOST_PARTS = 600  # of which lines are made: more are a pattern, and would take long
_STEEPEST = 0.14  # rise over run; a page is not laid down, or photographed, worse
_BENT = 0.02  # how far a line may leave the straight way between its ends, as a share of it


class Part(NamedTuple):
    """A part of a line that no stroke crosses: the rows of its ends and its middle, first to last column."""

    first: int
    last: int
    rows: tuple[float, float, float]

    @classmethod
    def of(cls, piece: Mask, top: int, left: int) -> Self:
        """Return the part that a piece of the page is, whose corner is there."""
        width = piece.shape[1]
        reach = min(3, width)
        middle = max(0, width // 2 - 1)
        columns = (piece[:, :reach], piece[:, middle : middle + reach], piece[:, -reach:])
        rows = [float(np.nonzero(column)[0].mean()) + top for column in columns]
        return cls(left, left + width - 1, (rows[0], rows[1], rows[2]))

    @property
    def rise(self) -> float:
        """Rows per column."""
        return (self.rows[2] - self.rows[0]) / max(self.last - self.first, 1)


class Line(NamedTuple):
    """Parts that follow each other from left to right."""

    parts: tuple[Part, ...]

    @property
    def first(self) -> int:
        """Its first column."""
        return self.parts[0].first

    @property
    def last(self) -> int:
        """Its last column."""
        return self.parts[-1].last

    @property
    def span(self) -> int:
        """How many columns it goes."""
        return self.last - self.first + 1

    @property
    def rise(self) -> float:
        """Rows per column."""
        return (self.parts[-1].rows[2] - self.parts[0].rows[0]) / max(self.span - 1, 1)

    def row_at(self, columns: NDArray[np.intp] | int) -> NDArray[np.float64]:
        """Return the rows that the line has, or would have, at columns."""
        known = [(p.first, p.rows[0], (p.first + p.last) / 2, p.rows[1]) for p in self.parts]
        at = [c for first, _, middle, _ in known for c in (first, middle)] + [self.last]
        rows = [r for _, one, _, other in known for r in (one, other)] + [self.parts[-1].rows[2]]
        return np.asarray(np.interp(columns, at, rows))

    def goes_on_with(self, part: Part, widest_gap: float) -> bool:
        """Say whether a part lies where the line would go on behind a stroke."""
        gap = part.first - self.last
        expected = self.parts[-1].rows[2] + gap * self.parts[-1].rise
        return -2 <= gap <= widest_gap and abs(part.rows[0] - expected) <= 2 + _STEEPEST * gap / 2

    def is_straight(self) -> bool:
        """Say whether all of it lies between its ends, and most of it is there."""
        covered = sum(part.last - part.first + 1 for part in self.parts)
        columns = np.linspace(self.first, self.last, 9).astype(np.intp)
        rows = self.row_at(columns)
        away = np.abs(rows - np.linspace(rows[0], rows[-1], 9)).max()
        return bool(
            covered >= _LEAST_COVERED * self.span
            and abs(self.rise) <= _STEEPEST
            and away <= max(2, _BENT * self.span)
        )


def horizontal_lines(marked: Mask, thick: Mask) -> list[Line]:
    """
    Return the lines that go from left to right, at least a tenth of the page far.

    Args:
        marked: what is drawn or printed.
        thick: what of it is higher than a line.
    """
    width = marked.shape[1]
    candidates = long_runs(marked & ~thick, max(8, round(_SHORTEST * width)))
    lines: list[Line] = []
    for part in _parts(candidates):
        before = [line for line in lines if line.goes_on_with(part, _WIDEST_GAP * width)]
        if before:
            nearest = max(before, key=lambda line: line.last)
            lines.remove(nearest)
            lines.append(Line((*nearest.parts, part)))
        else:
            lines.append(Line((part,)))
    return [line for line in lines if line.span >= _LEAST_SPAN * width and line.is_straight()]


def _parts(candidates: Mask) -> list[Part]:
    """Return the pieces that are as nearly horizontal as a line, from left to right; none of a page full of them."""
    if not candidates.any():
        return []
    labels, count = ndimage.label(candidates, TOUCHING)
    if count > _MOST_PARTS:
        return []
    parts = [
        Part.of(labels[place] == number, place[0].start, place[1].start)
        for number, place in enumerate(ndimage.find_objects(labels), start=1)
    ]
    return sorted(part for part in parts if abs(part.rise) <= _STEEPEST)
