"""Box: the rows and columns that a piece of what is drawn goes over."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

type Place = tuple[slice, slice]
"""The rows and columns of a part of a page."""


class Box(NamedTuple):
    """What a piece takes of the page, in pixels; the ends are beyond it."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def height(self) -> int:
        """How many rows it goes over."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How many columns it goes over."""
        return self.right - self.left

    @property
    def place(self) -> Place:
        """Its rows and columns."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def longer_side(self) -> int:
        """How many pixels it is long, or high."""
        return max(self.width, self.height)

    @property
    def middle(self) -> tuple[float, float]:
        """Its row and its column."""
        return (self.top + self.bottom) / 2, (self.left + self.right) / 2

    def is_round(self, least: float) -> bool:
        """Say whether its shorter side is at least such a share of the longer one."""
        return min(self.width, self.height) >= least * self.longer_side

    def margins_in(self, page: "Box") -> tuple[int, int, int, int]:
        """Return how far it is from the page's upper, lower, left and right side."""
        return (
            self.top - page.top,
            page.bottom - self.bottom,
            self.left - page.left,
            page.right - self.right,
        )

    @classmethod
    def of(cls, place: tuple[slice, ...]) -> "Box":
        """Return what the rows and columns of a place go over."""
        rows, columns = place
        return cls(rows.start, rows.stop, columns.start, columns.stop)

    @classmethod
    def of_all(cls, page: NDArray[np.generic]) -> "Box":
        """Return the box of all rows and columns of a page."""
        height, width = page.shape
        return cls(0, height, 0, width)

    @classmethod
    def around_marks(cls, page: NDArray[np.bool_]) -> "Box | None":
        """Return the smallest box with all that is marked on a page; None if nothing is."""
        # Bytes are searched fastest: far faster than the rows are gone through.
        marks, width = page.tobytes(), page.shape[1]
        if (first := marks.find(1)) < 0:
            return None
        top, bottom = first // width, marks.rfind(1) // width + 1
        columns = np.logical_or.reduce(page[top:bottom]).tobytes()
        return cls(top, bottom, columns.find(1), columns.rfind(1) + 1)

    @classmethod
    def around(cls, boxes: Sequence["Box"]) -> "Box":
        """Return the smallest box with all of them in it."""
        tops, bottoms, lefts, rights = zip(*boxes, strict=True)
        return cls(min(tops), max(bottoms), min(lefts), max(rights))
