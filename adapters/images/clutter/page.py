"""A page with its horizontal and its vertical lines."""

from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np
from scipy import ndimage

from adapters.images.clutter.line_view import LineView
from adapters.images.clutter.lines import Line
from adapters.images.tones.levels import Ink


class Lines(NamedTuple):
    """Lines of both directions; the vertical ones as if the page were turned over its diagonal."""

    horizontal: list[Line]
    vertical: list[Line]


class Page(NamedTuple):
    """A page, seen as it is and turned over its diagonal."""

    horizontal: LineView
    vertical: LineView

    @classmethod
    def of(cls, ink: Ink) -> Self:
        """Look at a page as it is, and turned."""
        return cls(LineView.of(ink), LineView.of(np.ascontiguousarray(ink.T)))

    def lines(self) -> Lines:
        """Return all lines, printed or not."""
        return Lines(self.horizontal.lines(), self.vertical.lines())

    def select(
        self, lines: Lines, predicate: Callable[[LineView, Line, list[Line]], bool]
    ) -> Lines:
        """Return the lines for which it is true: of the view, the line, and the lines across it."""
        return Lines(
            [
                line
                for line in lines.horizontal
                if predicate(self.horizontal, line, lines.vertical)
            ],
            [line for line in lines.vertical if predicate(self.vertical, line, lines.horizontal)],
        )

    def pen(self) -> int:
        """Return how many pixels the widest stroke is wide."""
        inside = ndimage.distance_transform_cdt(np.pad(self.horizontal.marked, 1))
        return 2 * int(inside.max())
