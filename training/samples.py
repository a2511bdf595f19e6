"""Digits to learn from: drawn, then read as the service reads them."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from joblib import Parallel, delayed
from tqdm import tqdm

from adapters.images.fitting import fit_digit
from adapters.images.ink import find_ink
from swagdigit import DigitImage
from training.augmentation import redraw, rewrite
from training.datasets import Drawing, Ink, Labels, Stroke
from training.nondigits import filled_shape, noise, scribble, several
from training.papers import photographed
from training.rendering import Placement, draw
from training.styles import in_other_style

NOT_A_DIGIT = 10
"""The class of everything that is none of the digits 0 to 9."""

type Samples = tuple[Ink, Labels]
"""n x 784 levels of ink, and n labels, 0 to 9 or NOT_A_DIGIT."""

_CHUNK = 250


def draw_drawing(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    """Read the drawing as another hand would write it, with any pen."""
    strokes = rewrite(in_other_style(drawing, random), random)
    return draw_strokes(strokes, random)


def draw_strokes(strokes: Sequence[Stroke], random: np.random.Generator) -> DigitImage | None:
    """Read strokes drawn at any size with any pen. Where is all the same: the reader finds it."""
    size = float(np.exp(random.uniform(np.log(30), np.log(240))))
    width = max(1.2, size * float(np.exp(random.uniform(np.log(0.012), np.log(0.3)))))
    return fit_digit(_page(strokes, random, size=size, width=width, page=int(size) + 4))


def photograph(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    """Read a photograph of the drawing as another hand would write it."""
    strokes = rewrite(in_other_style(drawing, random), random)
    page = int(random.integers(120, 281))
    size = page * random.uniform(0.25, 0.95)
    width = size * float(np.exp(random.uniform(np.log(0.03), np.log(0.2))))
    ink = _page(strokes, random, size=size, width=width, page=page)
    return fit_digit(find_ink(photographed(ink, random)))


def _page(
    strokes: Sequence[Stroke],
    random: np.random.Generator,
    *,
    size: float,
    width: float,
    page: int,
) -> Ink:
    return draw(strokes, Placement.anywhere(random, strokes, width=width, size=size, page=page))


def label_of(drawing: Drawing) -> int:
    """Return the class that a drawing belongs to."""
    return int(drawing.label) if drawing.label in set("0123456789") else NOT_A_DIGIT


def from_drawings(drawings: Sequence[Drawing], *, count: int, seed: int) -> Samples:
    """
    Return `count` samples of drawings, each rewritten and drawn anew; one in eight photographed.

    A writer of n drawings counts like the square root of n, so that the few who wrote hundreds
    do not drown the many who wrote ten.
    """
    written = Counter(drawing.writer for drawing in drawings)
    weights = np.array([written[drawing.writer] ** -0.5 for drawing in drawings])
    random = np.random.default_rng(seed)
    chosen = random.choice(len(drawings), count, p=weights / weights.sum())
    return _in_parallel(_draw_chunk, [drawings[i] for i in chosen], seed, "drawings")


def from_pictures(ink: Ink, labels: Labels, *, count: int, seed: int) -> Samples:
    """Return `count` samples of pictures (n x 784), each redrawn."""
    chosen = np.random.default_rng(seed).integers(len(ink), size=count)
    pictures = list(zip(ink[chosen], labels[chosen].tolist(), strict=True))
    return _in_parallel(_redraw_chunk, pictures, seed, "pictures")


def from_nothing(drawings: Sequence[Drawing], *, count: int, seed: int) -> Samples:
    """
    Return what is no digit: scribbles, full shapes, noise, and two or three of the drawings at once.

    Args:
        drawings: digits.
        count: of samples.
        seed: of what is drawn by chance.
    """
    chosen = np.random.default_rng(seed).integers(len(drawings), size=(count, 3))
    rows = [[drawings[i] for i in row] for row in chosen]
    return _in_parallel(_nothing_chunk, rows, seed, "no digits")


def read_pictures(ink: Ink, labels: Labels) -> Samples:
    """Return the pictures (n x 784) as they are, but read."""
    return _in_parallel(_read_chunk, list(zip(ink, labels.tolist(), strict=True)), 0, "read")


type _Read = list[tuple[DigitImage | None, int]]


def _draw_chunk(drawings: Sequence[Drawing], random: np.random.Generator) -> _Read:
    ways = (photograph, *(draw_drawing,) * 7)
    return [
        (ways[random.integers(len(ways))](drawing, random), label_of(drawing))
        for drawing in drawings
    ]


def _redraw_chunk(pictures: Sequence[tuple[Ink, int]], random: np.random.Generator) -> _Read:
    return [(fit_digit(redraw(ink.reshape(28, 28), random)), label) for ink, label in pictures]


def _nothing_chunk(rows: Sequence[Sequence[Drawing]], random: np.random.Generator) -> _Read:
    return [(_nothing(row, random), NOT_A_DIGIT) for row in rows]


def _nothing(drawings: Sequence[Drawing], random: np.random.Generator) -> DigitImage | None:
    chance = random.random()
    if chance < 0.55:
        return draw_strokes(scribble(random), random)
    if chance < 0.65:
        return fit_digit(filled_shape(random))
    if chance < 0.75:
        return fit_digit(noise(random))
    parts = [
        rewrite(drawing.strokes, random) for drawing in drawings[: int(random.integers(2, 4))]
    ]
    return draw_strokes(several(parts, random), random)


def _read_chunk(pictures: Sequence[tuple[Ink, int]], _random: np.random.Generator) -> _Read:
    return [(fit_digit(ink.reshape(28, 28)), label) for ink, label in pictures]


def _in_parallel[T](
    work: Callable[[Sequence[T], np.random.Generator], _Read],
    items: Sequence[T],
    seed: int,
    description: str,
) -> Samples:
    """Do the work on all cores, the same for the same seed, and leave out what reads blank."""
    chunks = [items[start : start + _CHUNK] for start in range(0, len(items), _CHUNK)]
    seeds = np.random.SeedSequence(seed).spawn(len(chunks))
    jobs = (
        delayed(work)(chunk, np.random.default_rng(own))
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
    return np.array(ink), np.array(labels, np.int64)
