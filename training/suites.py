"""The suites of the evaluation: images as people send them, and the digit meant, if any."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial

import numpy as np

from training.cases import SEED, Case, NamedSuite, png_of, subsampled
from training.contested import contested
from training.datasets import data_folder
from training.drawings import Drawing, load_drawings, load_letters_and_signs
from training.looks import LOOKS, Look
from training.nondigit_suites import nondigit_suites, pairs_of
from training.samples import label_of
from training.scan_suites import scan_suites
from training.writers import is_test_writer, person_of


def suites(
    *, limit: int | None = None, names: Collection[str] | None = None
) -> Iterator[tuple[str, list[Case]]]:
    """
    Yield each suite by name; the same cases at each call.

    Args:
        limit: of cases in a suite, taken evenly from all; None for all.
        names: of the suites that are wanted; None for all.
    """
    for name, make in all_suites(limit):
        if names is None or name in names:
            yield name, make()


def all_suites(limit: int | None) -> Iterator[NamedSuite]:
    """Yield each suite with what makes its cases, `limit` of them, or all if it is None."""
    all_digits = _of_test_writers(load_drawings(data_folder() / "unipen-digits.jsonl.gz"))
    digits = subsampled(all_digits, limit)
    doubts = subsampled(contested(all_digits), limit)
    for number, (name, look) in enumerate(LOOKS.items()):
        yield name, partial(_drawn, digits, look, number, doubts)
    yield from scan_suites(limit)
    letters = subsampled(_of_test_writers(load_letters_and_signs()), limit)
    yield "letters and signs", partial(_drawn, letters, Look(), 100, [False] * len(letters))
    yield from nondigit_suites(limit)
    yield "several digits", partial(pairs_of, digits)


def _of_test_writers(drawings: Sequence[Drawing]) -> list[Drawing]:
    return [drawing for drawing in drawings if is_test_writer(drawing.writer)]


def _drawn(
    drawings: Sequence[Drawing], look: Look, number: int, doubts: Sequence[bool]
) -> list[Case]:
    random = np.random.default_rng([SEED, number])
    pictures = (look.render([s / 1000 for s in drawing.strokes], random) for drawing in drawings)
    return [
        Case(png_of(picture), label_of(drawing), doubted, person_of(drawing.writer))
        for picture, drawing, doubted in zip(pictures, drawings, doubts, strict=True)
    ]
