"""The recipe of a model: how much of what it learns from, and how large it is."""

from dataclasses import dataclass
from typing import NamedTuple


class Seeing(NamedTuple):
    """
    The teacher that sees the pixels.

    Attributes:
        kernels: of each convolution.
        hidden: units of each hidden layer after them.
        epochs: passes over all samples.
    """

    kernels: tuple[int, ...]
    hidden: tuple[int, ...]
    epochs: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    What a model is made of.

    Attributes:
        drawings: samples of UNIPEN's digits, drawn on tablets.
        pen_digits: samples of those of another country and tablet.
        pictures: samples of redrawn MNIST images.
        scans: samples of redrawn digits that were scanned in a few pixels.
        others: samples of letters and signs that are no digit.
        nothing: samples of scribbles, shapes, noise and several digits at once.
        hidden: units of each hidden layer.
        epochs: passes over all samples.
        seeing: the teacher that is not like the network.
    """

    drawings: int
    pen_digits: int
    pictures: int
    scans: int
    others: int
    nothing: int
    hidden: tuple[int, ...]
    epochs: int
    seeing: Seeing


FULL = Recipe(
    drawings=360_000,
    pen_digits=40_000,
    pictures=250_000,
    scans=20_000,
    others=50_000,
    nothing=60_000,
    hidden=(768, 384),
    epochs=10,
    seeing=Seeing(kernels=(24, 48, 96), hidden=(256,), epochs=5),
)
QUICK = Recipe(
    drawings=10_000,
    pen_digits=2_000,
    pictures=7_000,
    scans=1_000,
    others=1_500,
    nothing=1_500,
    hidden=(256,),
    epochs=5,
    seeing=Seeing(kernels=(4, 8), hidden=(64,), epochs=2),
)
"""For tests: under three minutes, and still better than the usual notebook."""
