"""The connected pieces of what is drawn."""

from itertools import chain
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.shapes.box import Box, Place
from adapters.images.shapes.components import label_components
from adapters.images.shapes.runs import Mask, Places, Runs

TOUCHING = np.ones((3, 3), bool)
"""Pixels that touch by a corner belong to one piece."""
_LEAST_WRITTEN = 0.08  # of something written, as a share of the page's longer side


class Pieces(NamedTuple):
    """
    The pieces of a mask: pixels that touch, by a corner at least, belong to one.

    Attributes:
        marked: the mask.
        runs: its horizontal runs.
        labels: the piece of each run.
        sizes: pixels of each piece, by its label; 0 for what is no piece, or has been taken away.
    """

    marked: Mask
    runs: Runs
    labels: Places
    sizes: Places

    @classmethod
    def of(cls, marked: Mask) -> Self:
        """Find the pieces of a mask."""
        runs = Runs.of(marked)
        labels = label_components(runs)
        return cls(marked, runs, labels, np.bincount(labels, runs.lengths).astype(np.intp))

    def without_specks(self, least: float) -> Self:
        """Return the pieces that are at least a share of the largest."""
        return self._replace(sizes=self.sizes * (self.sizes >= least * self.sizes.max()))

    def without(self, label: int) -> Self:
        """Return all pieces but one."""
        return self._replace(sizes=np.where(np.arange(len(self.sizes)) == label, 0, self.sizes))

    def left(self) -> list[int]:
        """Return the labels of the pieces, in reading order."""
        labels: list[int] = self.sizes.nonzero()[0].tolist()
        return labels

    def runs_of(self, label: int) -> Runs:
        """Return the runs of a piece."""
        return self.runs.only(self.labels == label)

    def boxes(self, most: int) -> dict[int, Box]:
        """
        Return what each piece goes over, by its label; nothing of a single piece, or of more than so many.

        They are boxes of the framed mask, whose columns lie one further to the right than the page's.
        """
        labels = self.left()
        if not 1 < len(labels) <= most:
            return {}
        return {label: _box_around(self.runs_of(label)) for label in labels}

    def mask(self) -> Mask:
        """Return the mask of the pieces that are left."""
        gone = (self.sizes == 0)[self.labels]
        return self.runs.only(gone).unmarked() if gone.any() else self.marked


def _box_around(runs: Runs) -> Box:
    rows = runs.starts // runs.width  # in reading order
    left, right = int((runs.starts % runs.width).min()), int((runs.ends % runs.width).max())
    return Box(int(rows[0]), int(rows[-1]) + 1, left, right)


def is_more_than_crumbs(marked: Mask) -> bool:
    """Say whether any piece is as long or high as something written is, at least."""
    labels, _ = ndimage.label(marked, TOUCHING)
    sides = chain.from_iterable(ndimage.find_objects(labels))
    return any(side.stop - side.start >= _LEAST_WRITTEN * max(marked.shape) for side in sides)


def without(ink: NDArray[np.uint8], covered: Mask, least: float) -> NDArray[np.uint8]:
    """Return the ink but for what is covered; all of it if only crumbs of what is above a level were left."""
    if not covered.any():
        return ink
    left = np.where(covered, np.uint8(0), ink)
    return left if is_more_than_crumbs(left > least) else ink


def largest_of(marked: Mask) -> Mask:
    """Return the largest piece, of pixels that touch by a side; nothing of nothing."""
    labels, count = ndimage.label(marked)
    if count < 2:
        return marked
    sizes = np.bincount(labels.ravel())
    return np.asarray(labels == 1 + int(np.argmax(sizes[1:])))


def largest_in(marked: Mask) -> tuple[Mask, Place]:
    """Return the largest piece, cut out, and its place; something has to be marked."""
    piece = largest_of(marked)
    box = Box.around_marks(piece)
    assert box, "something is marked"
    return piece[box.place], box.place
