"""Samples to learn from, many at a time: drawn, then read as the service reads them."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from joblib import Parallel, delayed
from tqdm import tqdm

from adapters.images.fitting import fit_digit
from swagdigit import DigitImage
from training.datasets import Drawing, Ink, Labels
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
_CHUNK = 250


class Samples(NamedTuple):
    """
    What there is to learn from.

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

    A writer of n drawings counts like the square root of n, so that the few who wrote hundreds
    do not drown the many who wrote ten.

    Args:
        drawings: to choose from.
        count: of samples.
        seed: of the random generator.
        degraded: whether one in forty is degraded.
    """
    written = Counter(drawing.writer for drawing in drawings)
    weights = np.array([written[drawing.writer] ** -0.5 for drawing in drawings])
    random = np.random.default_rng(seed)
    chosen = random.choice(len(drawings), count, p=weights / weights.sum())
    items = [(drawings[i], label_of(drawings[i])) for i in chosen]
    return _in_parallel(_read_drawing if degraded else _read_clean, items, seed, "drawings")


def from_pictures(ink: Ink, labels: Labels, *, count: int, seed: int) -> Samples:
    """Return `count` samples of pictures (n x 784), each redrawn, some degraded."""
    chosen = np.random.default_rng(seed).integers(len(ink), size=count)
    items = [(ink[i], int(labels[i])) for i in chosen]
    return _in_parallel(read_redrawn, items, seed, "pictures")


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
    return _in_parallel(read_negative, items, seed, "no digits")


def read_pictures(ink: Ink, labels: Labels, shape: tuple[int, int] = _PAGE) -> Samples:
    """Return the pictures, of so many pixels in height and width, as they are, but read."""
    pages = ink.reshape(-1, *shape)
    return _in_parallel(_read_picture, list(zip(pages, labels.tolist(), strict=True)), 0, "read")


def _read_drawing(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    return (read_degraded if random.random() < 0.025 else _read_clean)(drawing, random)


def _read_clean(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    return (read_photograph if random.random() < 0.1 else read_rewritten)(drawing, random)


def _read_picture(page: Ink, _random: np.random.Generator) -> DigitImage | None:
    return fit_digit(page)


type _Item[T] = tuple[T, int]
"""A thing to show, and its label."""

type _Show[T] = Callable[[T, np.random.Generator], DigitImage | None]


def _in_parallel[T](
    show: _Show[T], items: Sequence[_Item[T]], seed: int, description: str
) -> Samples:
    """Show and read all on all cores, the same for the same seed; leave out what reads blank."""
    chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
    seeds = np.random.SeedSequence(seed).spawn(len(chunks))
    jobs = (
        delayed(_chunk)(show, chunk, np.random.default_rng(own))
        for chunk, own in zip(chunks, seeds, strict=True)
    )
    results = Parallel(n_jobs=-1, return_as="generator")(jobs)
    read = [
        (np.frombuffer(image.ink, np.uint8), label)
        for chunk in tqdm(results, description, total=len(chunks), unit_scale=_CHUNK)
        for image, label in chunk
        if image is not None
    ]
    ink, labels = zip(*read, strict=True)
    return Samples(np.array(ink), np.array(labels, np.int64))


def _chunk[T](
    show: _Show[T], items: Sequence[_Item[T]], random: np.random.Generator
) -> list[_Item[DigitImage | None]]:
    return [(show(thing, random), label) for thing, label in items]
