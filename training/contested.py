"""Label noise: recordings of the test writers whose label contradicts what anyone sees."""

from collections import Counter
from collections.abc import Sequence

from training.drawings import Drawing

_CONTESTED = {
    "ced/aaaa9018_s_2h.dat": {4},  # "7 =", called 7
    "ced/flad4341_s_jh.dat": {21, 32},  # a bracket called 0, a curl without crossing called 8
}
"""Of each writer, which digits, counted from 1; found by eye, one by one."""


def contested(drawings: Sequence[Drawing]) -> list[bool]:
    """Say of each of all drawings of some writers, in their order, whether its label is contested."""
    counts = Counter[str]()
    flags = []
    for drawing in drawings:
        counts[drawing.writer] += 1
        flags.append(counts[drawing.writer] in _CONTESTED.get(drawing.writer, ()))
    return flags
