"""The horizontal runs of marked pixels."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

type Mask = NDArray[np.bool_]
type Places = NDArray[np.intp]


class Runs(NamedTuple):
    """
    The horizontal runs of marked pixels, in reading order.

    Attributes:
        framed: the mask with an unmarked column on both sides, so that no run goes on in the next row.
        starts: where each run begins, in pixels of the framed mask counted row by row.
        ends: the place behind the last pixel of each.
    """

    framed: Mask
    starts: Places
    ends: Places

    @classmethod
    def of(cls, marked: Mask) -> Self:
        """Find the runs of a mask."""
        height, width = marked.shape
        framed = np.zeros((height, width + 2), bool)
        framed[:, 1:-1] = marked
        line = framed.reshape(-1)
        changes = (line[1:] != line[:-1]).nonzero()[0] + 1
        return cls(framed, changes[::2], changes[1::2])

    @property
    def width(self) -> int:
        """Pixels in a row of the framed mask."""
        return int(self.framed.shape[1])

    @property
    def lengths(self) -> Places:
        """Pixels in each run."""
        return self.ends - self.starts

    def only(self, chosen: Mask) -> Self:
        """Return some of the runs, of the same framed mask."""
        return self._replace(starts=self.starts[chosen], ends=self.ends[chosen])

    def marked(self) -> Mask:
        """Return the mask, without its frame, of the pixels of these runs alone."""
        mask = np.zeros_like(self.framed)
        mask.reshape(-1)[self._pixels()] = True
        return mask[:, 1:-1]

    def unmarked(self) -> Mask:
        """Return the mask, without its frame, and without the pixels of these runs."""
        left = self.framed.copy()
        left.reshape(-1)[self._pixels()] = False
        return left[:, 1:-1]

    def _pixels(self) -> Places:
        """Return the places of all pixels of these runs."""
        lengths = self.lengths
        return np.arange(lengths.sum()) + np.repeat(self.ends - lengths.cumsum(), lengths)


def long_runs(marked: Mask, least: int) -> Mask:
    """Return the mask with only those of its horizontal runs that are so many pixels long."""
    runs = Runs.of(marked)
    return runs.only(runs.lengths >= least).marked()
