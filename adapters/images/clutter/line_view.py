"""A page, seen so that the lines of one direction are horizontal, or nearly so."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from adapters.images.clutter.lines import Line, horizontal_lines
from adapters.images.shapes.runs import Mask, Places, long_runs
from adapters.images.tones.levels import SHADE, Ink

_THICKEST = 0.025  # of a line, as a share of the page's longer side
_THIN = 8  # pixels, that this share allows at least
_THICKEST_ACROSS = 0.08  # and as a share of the side across it
# How far a line's parts may end before what it ends at, as a share of the longer side.
_NEAR = 0.03
_GOES_ON = 0.12  # how much of a line a stroke may hide at its end, as a share of the page's width
_FILLED = 0.5  # of where a line goes on
_AT_BORDER = 2  # pixels
_APART = 1.15  # of a line's own pixels, what is near it and the line together are at most
_DARKER = 1.5  # times as dark as a line is a stroke on it


class LineView(NamedTuple):
    """
    The lines of a page in one direction.

    Attributes:
        ink: of the page, or of the page turned over its diagonal.
        marked: where there is any.
        thick: what of it is higher than a line.
        thickest: pixels that a line is high at most.
    """

    ink: Ink
    marked: Mask
    thick: Mask
    thickest: int

    @classmethod
    def of(cls, ink: Ink) -> Self:
        """Look at a page as it is."""
        marked = ink > SHADE
        thickest = int(min(max(_THIN, _THICKEST * max(ink.shape)), _THICKEST_ACROSS * len(ink)))
        turned = np.ascontiguousarray(marked.T)
        return cls(ink, marked, long_runs(turned, thickest + 1).T, thickest)

    def lines(self) -> list[Line]:
        """Return its horizontal lines, printed or not."""
        return horizontal_lines(self.marked, self.thick)

    def thickness(self, line: Line) -> float:
        """Return how many pixels a line is high on average."""
        near = self._around(line, self.thickest, *_columns(line))
        thin = np.count_nonzero(self.marked[near] & ~self.thick[near])
        return thin / sum(part.last - part.first + 1 for part in line.parts)

    def is_apart(self, line: Line) -> bool:
        """Say whether a line touches nothing on its way, nor at its ends."""
        first, end = _columns(line)
        own = self._around(line, self._reach(line), first, end)
        near = self._around(line, 2 * self.thickest, first - self.thickest, end + self.thickest)
        return len(line.parts) == 1 and bool(
            np.count_nonzero(self.marked[near]) <= _APART * np.count_nonzero(self.marked[own])
        )

    def is_cut_off(self, line: Line) -> bool:
        """Say whether a line leaves the page above or below."""
        rows = line.parts[0].rows[0], line.parts[-1].rows[2]
        return min(rows) <= _AT_BORDER or max(rows) >= len(self.ink) - 1 - _AT_BORDER

    def reaches(self, line: Line) -> tuple[bool, bool]:
        """Say whether a line goes on to the left and to the right side of the page, behind strokes maybe."""
        width = self.ink.shape[1]
        most = _GOES_ON * width
        return (
            line.first <= _AT_BORDER or self._is_filled(line, 0, line.first, most),
            line.last >= width - 1 - _AT_BORDER
            or self._is_filled(line, line.last + 1, width, most),
        )

    def meets(self, line: Line, across: Line) -> tuple[bool, bool]:
        """Say whether a line goes on to the left and to the right up to one across it."""
        most = self._beyond()
        rows = line.parts[0].rows[0], line.parts[-1].rows[2]
        left, right = (
            float(across.row_at(round(row)))
            if across.first - most <= row <= across.last + most
            else np.inf
            for row in rows
        )
        return (
            abs(left - line.first) <= self.thickest
            or self._is_filled(line, left, line.first, most),
            abs(right - line.last) <= self.thickest
            or self._is_filled(line, line.last + 1, right, most),
        )

    def without(self, lines: Sequence[Line]) -> Ink:
        """Return the ink without these lines, but with the strokes that cross them."""
        ink = self.ink.copy()
        for line in lines:
            self._clear(line, ink)
        return ink

    def _clear(self, line: Line, ink: Ink) -> None:
        usual = float(np.median(ink[self._around(line, 0, *_columns(line))]))
        left, right = self.reaches(line)
        first = 0 if left else line.first - self._beyond()
        end = ink.shape[1] if right else line.last + 1 + self._beyond()
        rows, columns = self._around(line, self._reach(line), first, end)
        stroke = self.thick[rows, columns] | (ink[rows, columns] > _DARKER * usual + SHADE)
        ink[rows[~stroke], columns[~stroke]] = 0

    def _beyond(self) -> int:
        return self.thickest + round(_NEAR * float(max(self.ink.shape)))

    def _reach(self, line: Line) -> int:
        """Return how far a line reaches up and down from its middle, its soft edge included."""
        return int(np.ceil(self.thickness(line) / 2)) + 1

    def _around(self, line: Line, reach: int, first: int, end: int) -> tuple[Places, Places]:
        """Return the rows and columns of the pixels so near a line, or where it would go on."""
        columns = np.arange(max(0, first), min(self.ink.shape[1], end))
        near = (
            np.round(line.row_at(columns)).astype(np.intp) + np.arange(-reach, reach + 1)[:, None]
        )
        inside = (near >= 0) & (near < len(self.ink))
        return near[inside], np.broadcast_to(columns, near.shape)[inside]

    def _is_filled(self, line: Line, first: float, end: float, most: float) -> bool:
        """Say whether there is ink on the way of a line between columns, not too many of them."""
        length = end - first
        if not 0 <= length <= most:
            return False
        rows, columns = self._around(line, 2, round(first), round(end))
        return len(np.unique(columns[self.marked[rows, columns]])) >= _FILLED * length


def _columns(line: Line) -> tuple[int, int]:
    """Return the first column of a line, and the one behind its last."""
    return line.first, line.last + 1
