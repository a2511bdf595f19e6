"""A page with its level and its upright lines."""

from collections.abc import Callable
from typing import NamedTuple, Self

import numpy as np
from scipy import ndimage

from adapters.images.level import LevelPage
from adapters.images.light import Ink
from adapters.images.lines import Line


class Lines(NamedTuple):
    """Lines of both ways; the upright ones as if the page were turned over its diagonal."""

    level: list[Line]
    upright: list[Line]


class Page(NamedTuple):
    """Both ways to see a page."""

    level: LevelPage
    upright: LevelPage

    @classmethod
    def of(cls, ink: Ink) -> Self:
        """Look at a page as it is, and turned."""
        return cls(LevelPage.of(ink), LevelPage.of(np.ascontiguousarray(ink.T)))

    def lines(self) -> Lines:
        """Return all lines, printed or not."""
        return Lines(self.level.lines(), self.upright.lines())

    def those(self, lines: Lines, are: Callable[[LevelPage, Line, list[Line]], bool]) -> Lines:
        """Return the lines that are what is asked, each on its way, with those across it."""
        return Lines(
            [line for line in lines.level if are(self.level, line, lines.upright)],
            [line for line in lines.upright if are(self.upright, line, lines.level)],
        )

    def pen(self) -> int:
        """Return how many pixels the widest stroke is wide."""
        inside = ndimage.distance_transform_cdt(np.pad(self.level.marked, 1))
        return 2 * int(inside.max())
