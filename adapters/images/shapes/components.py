"""
Connected components: which runs touch each other, by a corner at least.

Their runs are labelled instead of their pixels, and equal labels united, after L. He, Y. Chao and
K. Suzuki, A run-based two-scan labeling algorithm, IEEE Transactions on Image Processing 17 (2008).
"""

import numpy as np

from adapters.images.shapes.runs import Places, Runs


def label_components(runs: Runs) -> Places:
    """Return for each run the number of the first run of its component."""
    # The runs of the row above that a run touches stand side by side, from `first` to `end`.
    first = runs.ends.searchsorted(runs.starts - runs.width, "left")
    end = runs.starts.searchsorted(runs.ends - runs.width, "right")
    label = _roots(np.where(first < end, first, np.arange(len(first))))
    parents: dict[int, int] = {}
    for joint in (end - first > 1).nonzero()[0].tolist():
        one, *others = label[first[joint] : end[joint]].tolist()
        for other in others:
            _unite(parents, one, other)
    return _relabelled(label, parents) if parents else label


def _unite(parents: dict[int, int], one: int, other: int) -> None:
    """Let the later root have the earlier one as its parent."""
    earlier, later = sorted((_find(parents, one), _find(parents, other)))
    if earlier != later:
        parents[later] = earlier


def _find(parents: dict[int, int], label: int) -> int:
    """Return the root of a label, halving the path to it."""
    while label in parents:
        parent = parents[label]
        if parent in parents:
            parents[label] = parents[parent]
        label = parent
    return label


def _relabelled(label: Places, parents: dict[int, int]) -> Places:
    parent = np.arange(len(label))
    parent[list(parents)] = list(parents.values())
    return _roots(parent).take(label)


def _roots(parent: Places) -> Places:
    """Return the root of each, by pointer jumping."""
    for _ in range(len(parent).bit_length()):  # each round doubles how far one sees
        parent = parent.take(parent)
    return parent
