"""What fills a rectangle, be it askew."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.shapes.runs import Mask, Places

_RECTANGULAR = 0.9  # of the least rectangle around it, paper with what is on it fills at least
_ASKEW = np.radians(np.arange(-10, 11))  # how paper may lie on a table


def is_a_sheet(marked: Mask) -> bool:
    """Say whether what is marked fills a rectangle, its holes included, be it askew."""
    ends = _Ends.of(marked)
    least = _RECTANGULAR * ends.area_around(_ASKEW)
    # Between the ends of all rows, or all columns, lie its holes too: most strokes are known by that.
    if min(ends.between(), _Ends.of(marked.T).between()) < least:
        return False
    return bool(np.count_nonzero(ndimage.binary_fill_holes(marked)) >= least)


def area_around(marked: Mask, turns: NDArray[np.float64]) -> float:
    """Return the pixels of the least rectangle around what is marked that is turned so, in radians."""
    return _Ends.of(marked).area_around(turns)


class _Ends(NamedTuple):
    """The rows in which anything is marked, and the first and the last column of it in each."""

    rows: Places
    first: Places
    last: Places

    @classmethod
    def of(cls, marked: Mask) -> Self:
        [rows] = marked.any(axis=1).nonzero()
        used = marked[rows]
        return cls(rows, used.argmax(axis=1), marked.shape[1] - 1 - used[:, ::-1].argmax(axis=1))

    def between(self) -> int:
        """Return the pixels from one end to the other, both included, of all rows."""
        return int((self.last - self.first + 1).sum())

    def area_around(self, turns: NDArray[np.float64]) -> float:
        rows, columns = np.tile(self.rows, 2), np.concatenate((self.first, self.last))
        along = columns * np.cos(turns)[:, None] + rows * np.sin(turns)[:, None]
        across = rows * np.cos(turns)[:, None] - columns * np.sin(turns)[:, None]
        return float(((np.ptp(along, axis=1) + 1) * (np.ptp(across, axis=1) + 1)).min())
