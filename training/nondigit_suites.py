"""The suites of what is no digit, drawn at random."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from PIL import Image

from training.cases import SEED, Case, NamedSuite, png_of
from training.drawings import Drawing
from training.looks import Look
from training.nondigits import filled_shape, noise, scribble, side_by_side
from training.papers import in_colour, photographed
from training.rendering import CANVAS
from training.samples import NOT_A_DIGIT

type Maker = Callable[[np.random.Generator], Image.Image]

_MOST = 500  # cases of a suite


def _scribble(random: np.random.Generator) -> Image.Image:
    """Draw a scribble of too many bends to be mistaken for a digit."""
    return Look().render(scribble(random, bends=6), random)


def _blank_page(random: np.random.Generator) -> Image.Image:
    """Paint paper of any colour, half of it photographed."""
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    return (in_colour, photographed)[random.integers(2)](ink, random)


def _noise(random: np.random.Generator) -> Image.Image:
    """Fill a page with noise: smoothed and grey, or of each pixel's own colour."""
    if random.random() < 0.5:
        return Image.fromarray(noise(random, CANVAS))
    return Image.fromarray(random.integers(0, 256, (CANVAS, CANVAS, 3), np.uint8))


def _filled_shape(random: np.random.Generator) -> Image.Image:
    return Image.fromarray(255 - filled_shape(random, CANVAS))


NOT_DIGITS = {
    "scribbles": _scribble,
    "blank": _blank_page,
    "noise": _noise,
    "shapes": _filled_shape,
}
"""How an image of each suite is made at random."""


def nondigit_suites(limit: int | None) -> Iterator[NamedSuite]:
    """Yield each suite of `NOT_DIGITS`, with `limit` cases, but 500 at most."""
    count = min(limit or _MOST, _MOST)
    for number, (name, make) in enumerate(NOT_DIGITS.items()):
        yield name, partial(_made_up, make, 101 + number, count)


def _made_up(make: Maker, number: int, count: int) -> list[Case]:
    random = np.random.default_rng([SEED, number])
    return [Case(png_of(make(random)), NOT_A_DIGIT) for _ in range(count)]


def pairs_of(digits: Sequence[Drawing]) -> list[Case]:
    """Return images of two digits side by side: each of the first half beside one of the second."""
    random = np.random.default_rng([SEED, 110])
    pairs = zip(digits, digits[len(digits) // 2 :], strict=False)
    return [Case(png_of(_row_of(pair, random)), NOT_A_DIGIT) for pair in pairs]


def _row_of(drawings: Sequence[Drawing], random: np.random.Generator) -> Image.Image:
    row = side_by_side([[stroke / 1000 for stroke in d.strokes] for d in drawings], random)
    return Look(size=(0.6, 0.95), pen=(6, 14)).render(row, random)
