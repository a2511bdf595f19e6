"""The connected pieces of what is drawn, found by its runs instead of its pixels."""

from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from adapters.images.box import Box
from adapters.images.marks import mark_among

type Mask = NDArray[np.bool_]
type Places = NDArray[np.intp]

TOUCHING = np.ones((3, 3), bool)
"""Pixels that touch by a corner belong to one piece."""
_FEW = 8  # pieces, with a mark that points at them: on a page of dots there is none
_BENT = 0.08  # of its height: by so much a straight stroke is bent at most
_SLANTING = 0.4  # of its height: as wide is a slash at least; nine of ten straight 1s are slimmer
_LEAST_WRITTEN = 0.08  # of something written, as a share of the page's longer side


class _Runs(NamedTuple):
    """
    The horizontal runs of marked pixels, in reading order.

    A place counts the pixels of the framed page row by row; no run touches the frame.
    """

    framed: Mask
    starts: Places
    ends: Places


def without_specks(marked: Mask, least: float) -> Mask:
    """
    Return the mask without the pieces that are smaller than a share of the largest, and without a
    mark that only points at the others.

    Pixels that touch, by a corner at least, belong to one piece.
    """
    runs = _runs(marked)
    piece = _pieces(runs)
    sizes = np.bincount(piece, runs.ends - runs.starts)
    gone = sizes < least * sizes.max()
    large = (~gone).nonzero()[0]
    if 1 < len(large) <= _FEW:
        those = [piece == one for one in large]
        boxes = [_box(runs, one) for one in those]
        mark = mark_among(boxes, lambda place: _is_slash(runs, those[place]))
        if mark is not None:
            gone[large[mark]] = True
    crossed_out = gone[piece]
    if not crossed_out.any():
        return marked
    kept = runs.framed.copy()
    for start, end in zip(runs.starts[crossed_out], runs.ends[crossed_out], strict=True):
        kept.reshape(-1)[start:end] = False
    return kept[:, 1:-1]


def _box(runs: _Runs, those: Mask) -> Box:
    """Return what these runs take of the framed page."""
    width = runs.framed.shape[1]
    starts, ends = runs.starts[those], runs.ends[those]
    rows = starts // width  # in reading order
    left, right = int((starts % width).min()), int((ends % width).max())
    return Box(int(rows[0]), int(rows[-1]) + 1, left, right)


def _is_slash(runs: _Runs, those: Mask) -> bool:
    """Say whether these runs are a straight and slanting stroke: their middles are on a line."""
    width = runs.framed.shape[1]
    starts, ends = runs.starts[those], runs.ends[those]
    rows = starts // width
    if len(rows) < 3 or rows[-1] - rows[0] + 1 != len(rows):
        return False
    middles = (starts + ends) / 2 - rows * width
    slant, start = np.polyfit(rows, middles, 1)
    bent = np.abs(middles - (slant * rows + start)).max()
    return bool(bent <= _BENT * len(rows) and abs(slant) >= _SLANTING)


def is_more_than_crumbs(marked: Mask) -> bool:
    """Say whether any piece is as long or high as something written is, at least."""
    labels, _ = ndimage.label(marked, TOUCHING)
    sides = chain.from_iterable(ndimage.find_objects(labels))
    return any(side.stop - side.start >= _LEAST_WRITTEN * max(marked.shape) for side in sides)


def long_runs(marked: Mask, least: int) -> Mask:
    """Return the mask with only those of its horizontal runs that are so many pixels long."""
    runs = _runs(marked)
    long = runs.ends - runs.starts >= least
    if not long.any():
        return np.zeros_like(marked)
    turns = np.zeros(runs.framed.size, np.int8)
    turns[runs.starts[long]] = 1
    turns[runs.ends[long]] = -1
    return turns.cumsum(dtype=np.int8).view(bool).reshape(runs.framed.shape)[:, 1:-1]


def _runs(marked: Mask) -> _Runs:
    height, width = marked.shape
    framed = np.zeros((height, width + 2), bool)
    framed[:, 1:-1] = marked
    line = framed.reshape(-1)
    changes = (line[1:] != line[:-1]).nonzero()[0] + 1
    return _Runs(framed, changes[::2], changes[1::2])


def _pieces(runs: _Runs) -> Places:
    """Return for each run the first run of its piece."""
    width = runs.framed.shape[1]
    # The runs of the row above that a run touches stand side by side.
    first = runs.ends.searchsorted(runs.starts - width, "left")
    beyond = runs.starts.searchsorted(runs.ends - width, "right")
    piece = _followed(np.where(first < beyond, first, np.arange(len(first))))
    joints = (beyond - first > 1).nonzero()[0].tolist()
    leader: dict[int, int] = {}
    for joint in joints:
        one, *others = piece[first[joint] : beyond[joint]].tolist()
        for other in others:
            _unite(leader, one, other)
    return _renamed(piece, leader) if leader else piece


def _unite(leader: dict[int, int], one: int, other: int) -> None:
    """Let two pieces follow the same leader, the earlier of theirs."""
    ours, theirs = sorted((_leader_of(leader, one), _leader_of(leader, other)))
    if ours != theirs:
        leader[theirs] = ours


def _leader_of(leader: dict[int, int], piece: int) -> int:
    """Return whom a piece follows in the end: itself, if nobody."""
    while piece in leader:
        further = leader[piece]
        if further in leader:
            leader[piece] = leader[further]
        piece = further
    return piece


def _renamed(piece: Places, leader: dict[int, int]) -> Places:
    names = np.arange(len(piece))
    names[list(leader)] = list(leader.values())
    return _followed(names).take(piece)


def _followed(piece: Places) -> Places:
    """Let each run point at the end of the chain that it is part of."""
    for _ in range(len(piece).bit_length()):  # each round doubles how far a run sees
        piece = piece.take(piece)
    return piece
