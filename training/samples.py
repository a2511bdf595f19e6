"""Samples to learn from, many at a time: drawn, then read as the service reads them."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from adapters.images.fitting import fit_digit
from swagdigit import DigitImage
from training.datasets import Ink, Labels
from training.drawings import Drawing
from training.parallel import read_in_parallel
from training.synthesis import (
    read_degraded,
    read_negative,
    read_photograph,
    read_redrawn,
    read_rewritten,
)

NOT_A_DIGIT = 10
"""The class of everything that is none of the digits 0 to 9."""

_PAGE = DigitImage.SIDE, DigitImage.SIDE


class Samples(NamedTuple):
    """
    Labelled images.

    Attributes:
        ink: n x 784 levels.
        labels: n; 0 to 9, or NOT_A_DIGIT.
    """

    ink: Ink
    labels: Labels


def label_of(drawing: Drawing) -> int:
    """Return the class that a drawing belongs to."""
    return int(drawing.label) if drawing.label in set("0123456789") else NOT_A_DIGIT


def from_drawings(
    drawings: Sequence[Drawing], *, count: int, seed: int, degraded: bool = True
) -> Samples:
    """
    Return `count` samples of drawings, each rewritten and drawn anew, one in ten photographed.

    A writer of n drawings is chosen with a weight of the square root of n, so that the many who
    wrote ten are not outweighed by the few who wrote hundreds.

    Args:
        drawings: to choose from.
        count: of samples.
        seed: of the random generator.
        degraded: whether one in forty is degraded.
    """
    counts = Counter(drawing.writer for drawing in drawings)
    weights = np.array([counts[drawing.writer] ** -0.5 for drawing in drawings])
    random = np.random.default_rng(seed)
    chosen = random.choice(len(drawings), count, p=weights / weights.sum())
    items = [(drawings[i], label_of(drawings[i])) for i in chosen]
    read = _read_drawing if degraded else _read_clean
    return Samples(*read_in_parallel(read, items, seed, "drawings"))


def from_pictures(ink: Ink, labels: Labels, *, count: int, seed: int) -> Samples:
    """Return `count` samples of pictures (n x 784), each redrawn by another hand, some degraded."""
    chosen = np.random.default_rng(seed).integers(len(ink), size=count)
    items = [(ink[i], int(labels[i])) for i in chosen]
    return Samples(*read_in_parallel(read_redrawn, items, seed, "pictures"))


def synthetic_negatives(digits: Sequence[Drawing], *, count: int, seed: int) -> Samples:
    """
    Return samples of what is no digit: scribbles, full shapes, noise, and two or three digits at once.

    Args:
        digits: drawings to put side by side.
        count: of samples.
        seed: of the random generator.
    """
    chosen = np.random.default_rng(seed).integers(len(digits), size=(count, 3))
    items = [([digits[i] for i in row], NOT_A_DIGIT) for row in chosen]
    return Samples(*read_in_parallel(read_negative, items, seed, "no digits"))


def read_pictures(ink: Ink, labels: Labels, shape: tuple[int, int] = _PAGE) -> Samples:
    """Return the pictures (n x height * width, of this shape) as they are, but read."""
    pages = ink.reshape(-1, *shape)
    items = list(zip(pages, labels.tolist(), strict=True))
    return Samples(*read_in_parallel(_read_picture, items, 0, "read"))


def _read_drawing(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    return (read_degraded if random.random() < 0.025 else _read_clean)(drawing, random)


def _read_clean(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    return (read_photograph if random.random() < 0.1 else read_rewritten)(drawing, random)


def _read_picture(page: Ink, _random: np.random.Generator) -> DigitImage | None:
    return fit_digit(page)
