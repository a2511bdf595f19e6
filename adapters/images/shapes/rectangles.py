"""What fills a rectangle, be it askew."""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.shapes.runs import Mask, Places

_RECTANGULAR = 0.9  # of the least rectangle around it, paper with what is on it fills at least
_ASKEW = np.radians(np.arange(-10, 11))  # how paper may lie on a table


def is_a_sheet(marked: Mask) -> bool:
    """Say whether what is marked fills a rectangle, its holes included, be it askew."""
    least = _RECTANGULAR * area_around(marked, _ASKEW)
    # Between the ends of all rows, or all columns, lie its holes too: most strokes are known by that.
    if min(_between_ends(marked), _between_ends(marked.T)) < least:
        return False
    return bool(np.count_nonzero(ndimage.binary_fill_holes(marked)) >= least)


def area_around(marked: Mask, turns: NDArray[np.float64]) -> float:
    """Return the pixels of the least rectangle around what is marked that is turned so, in radians."""
    rows, first, last = _ends(marked)
    rows, columns = np.tile(rows, 2), np.concatenate((first, last))
    along = columns * np.cos(turns)[:, None] + rows * np.sin(turns)[:, None]
    across = rows * np.cos(turns)[:, None] - columns * np.sin(turns)[:, None]
    return float(((np.ptp(along, axis=1) + 1) * (np.ptp(across, axis=1) + 1)).min())


def _ends(marked: Mask) -> tuple[Places, Places, Places]:
    """Return the rows in which anything is marked, and the first and the last column of it in each."""
    [rows] = marked.any(axis=1).nonzero()
    used = marked[rows]
    return rows, used.argmax(axis=1), marked.shape[1] - 1 - used[:, ::-1].argmax(axis=1)


def _between_ends(marked: Mask) -> int:
    _, first, last = _ends(marked)
    return int((last - first + 1).sum())
