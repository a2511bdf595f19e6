"""The hyperparameters of a model: how many samples of each kind it learns from, and how large it is."""

from dataclasses import dataclass
from typing import NamedTuple


class ConvolutionalTeacher(NamedTuple):
    """
    The teacher whose inputs are pixels; those of the other are features, as the network's.

    Attributes:
        kernels: the number of them in each convolution.
        hidden: the units of each dense hidden layer after them.
        epochs: passes over all samples.
    """

    kernels: tuple[int, ...]
    hidden: tuple[int, ...]
    epochs: int


@dataclass(frozen=True, slots=True)
class Recipe:
    """
    The hyperparameters of a model.

    Attributes:
        drawings: samples of UNIPEN's digits, drawn on tablets.
        pen_digits: samples of those of another country and tablet.
        originals: MNIST images as they are.
        pictures: samples of redrawn ones.
        scans: samples of redrawn digits that were scanned in a few pixels.
        letters_and_signs: samples of letters and signs that are no digit.
        synthetic_negatives: samples of scribbles, shapes, noise and several digits at once.
        hidden: the units of each hidden layer.
        epochs: passes over all samples.
        convolutional_teacher: how large it is, and how long it is trained.
    """

    drawings: int
    pen_digits: int
    originals: int
    pictures: int
    scans: int
    letters_and_signs: int
    synthetic_negatives: int
    hidden: tuple[int, ...]
    epochs: int
    convolutional_teacher: ConvolutionalTeacher


FULL = Recipe(
    drawings=360_000,
    pen_digits=40_000,
    originals=55_000,
    pictures=250_000,
    scans=20_000,
    letters_and_signs=50_000,
    synthetic_negatives=60_000,
    hidden=(768, 384),
    epochs=10,
    convolutional_teacher=ConvolutionalTeacher(kernels=(24, 48, 96), hidden=(256,), epochs=5),
)
QUICK = Recipe(
    drawings=10_000,
    pen_digits=2_000,
    originals=10_000,
    pictures=7_000,
    scans=1_000,
    letters_and_signs=1_500,
    synthetic_negatives=1_500,
    hidden=(256,),
    epochs=5,
    convolutional_teacher=ConvolutionalTeacher(kernels=(4, 8), hidden=(64,), epochs=2),
)
"""For tests: it trains in under two minutes, and reads far more drawings than a network trained on MNIST alone."""
