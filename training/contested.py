"""Recordings of the test writers whose label contradicts what anyone sees written."""

from collections import Counter
from collections.abc import Sequence

from training.drawings import Drawing

_CONTESTED = {
    "ced/aaaa9018_s_2h.dat": {4},  # "7 =", called 7
    "ced/flad4341_s_jh.dat": {21, 32},  # a bracket called 0, a curl without crossing called 8
    "ibm/ibm0/r0011.dat": {24, 26},  # rings called 8
    "ibm/ibm0/r0411.dat": {6, 46, 68},  # an L and a 1 called 4, a ring called 8
}
"""Of each writer, which of the digits, counted from 1; looked at by eye, one by one."""


def contested(drawings: Sequence[Drawing]) -> list[bool]:
    """Say of each of all drawings of some writers, in their order, whether its label is contested."""
    counted = Counter[str]()
    found = []
    for drawing in drawings:
        counted[drawing.writer] += 1
        found.append(counted[drawing.writer] in _CONTESTED.get(drawing.writer, ()))
    return found
