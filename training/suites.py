"""What the service is judged on: images as people send them, and the digit meant, if any."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

from swagdigit import DigitImage
from training.contested import contested
from training.corruptions import corrupted
from training.datasets import (
    Drawing,
    Ink,
    Labels,
    Mnist,
    data_folder,
    is_test_writer,
    load_drawings,
    refusable_drawings,
)
from training.looks import LOOKS, Look
from training.nondigits import filled_shape, noise, scribble, side_by_side
from training.papers import in_colour, photographed
from training.rendering import CANVAS
from training.samples import NOT_A_DIGIT, label_of
from training.scans import load_map_digits


@dataclass(frozen=True, slots=True)
class Case:
    """
    An image to judge by.

    Attributes:
        file: the image file, as it is posted.
        label: 0 to 9, or NOT_A_DIGIT.
        contested: whether the label contradicts what anyone sees.
    """

    file: bytes
    label: int
    contested: bool = False


def _a_scribble(random: np.random.Generator) -> Image.Image:
    """Draw something with too many bends to be mistaken for a digit."""
    return Look().show(scribble(random, bends=6), random)


def _empty_page(random: np.random.Generator) -> Image.Image:
    """Paint paper of any colour, half of it photographed."""
    ink = np.zeros((CANVAS, CANVAS), np.uint8)
    return (in_colour, photographed)[random.integers(2)](ink, random)


def _noise(random: np.random.Generator) -> Image.Image:
    """Fill a page with what a sensor sees where there is nothing."""
    if random.random() < 0.5:
        return Image.fromarray(noise(random, CANVAS))
    return Image.fromarray(random.integers(0, 256, (CANVAS, CANVAS, 3), np.uint8))


def _full_shape(random: np.random.Generator) -> Image.Image:
    return Image.fromarray(255 - filled_shape(random, CANVAS))


def _row_of(drawings: Sequence[Drawing], random: np.random.Generator) -> Image.Image:
    """Write two digits side by side."""
    row = side_by_side([[stroke / 1000 for stroke in d.strokes] for d in drawings], random)
    return Look(size=(0.6, 0.95), pen=(6, 14)).show(row, random)


NOT_DIGITS = {
    "scribbles": _a_scribble,
    "blank": _empty_page,
    "noise": _noise,
    "shapes": _full_shape,
}
"""The suites of what is no digit, each made by chance."""


def suites(*, limit: int | None = None) -> Iterator[tuple[str, list[Case]]]:
    """
    Yield each suite by name; the same cases at each call.

    Args:
        limit: of cases in a suite, taken evenly from all; None for all.
    """
    drawings = load_drawings(data_folder() / "unipen-digits.jsonl.gz")
    all_digits = _of_test_writers(drawings)
    digits = _thinned(all_digits, limit)
    doubts = _thinned(contested(all_digits), limit)
    for number, (name, look) in enumerate(LOOKS.items()):
        yield name, _shown(digits, look, number, doubts)
    yield "mnist", _mnist(limit)
    yield "mnist corrupted", _mnist_corrupted(limit)
    yield "8x8 scans", _tiny_scans(limit)
    yield "maps", _scanned(*load_map_digits(), limit)
    others = _thinned(_of_test_writers(refusable_drawings()), limit)
    yield "letters and signs", _shown(others, Look(), 100, [False] * len(others))
    for number, (name, make) in enumerate(NOT_DIGITS.items()):
        random = np.random.default_rng([2026, 101 + number])
        yield (
            name,
            [Case(png_of(make(random)), NOT_A_DIGIT) for _ in range(min(limit or 500, 500))],
        )
    random = np.random.default_rng([2026, 110])
    pairs = zip(digits, digits[len(digits) // 2 :], strict=False)
    yield "several digits", [Case(png_of(_row_of(pair, random)), NOT_A_DIGIT) for pair in pairs]


def _of_test_writers(drawings: Sequence[Drawing]) -> list[Drawing]:
    return [drawing for drawing in drawings if is_test_writer(drawing.writer)]


def _thinned[T](items: Sequence[T], limit: int | None) -> Sequence[T]:
    return items[:: max(1, len(items) // limit)][:limit] if limit else items


def _shown(
    drawings: Sequence[Drawing], look: Look, number: int, doubts: Sequence[bool]
) -> list[Case]:
    random = np.random.default_rng([2026, number])
    pictures = (look.show([s / 1000 for s in drawing.strokes], random) for drawing in drawings)
    return [
        Case(png_of(picture), label_of(drawing), doubted)
        for picture, drawing, doubted in zip(pictures, drawings, doubts, strict=True)
    ]


def _mnist(limit: int | None) -> list[Case]:
    mnist = Mnist.load(data_folder())
    pages = mnist.test.reshape(-1, DigitImage.SIDE, DigitImage.SIDE)
    return _scanned(pages, mnist.test_labels, limit)


def _mnist_corrupted(limit: int | None) -> list[Case]:
    """Return as many MNIST images, each with one of the fifteen corruptions."""
    mnist = Mnist.load(data_folder())
    random = np.random.default_rng([2026, 102])
    pages = mnist.test.reshape(-1, DigitImage.SIDE, DigitImage.SIDE)
    chosen = _thinned(range(len(pages)), limit)
    return [
        Case(png_of(Image.fromarray(corrupted(pages[i], i, random))), int(mnist.test_labels[i]))
        for i in chosen
    ]


def _tiny_scans(limit: int | None) -> list[Case]:
    """
    Return digits in 8 x 8 pixels, by 13 people of whom nothing is learnt.

    Alpaydin and Kaynak, "Optical recognition of handwritten digits" (UCI, 1998), its test part as
    scikit-learn brings it.
    """
    scans = load_digits()
    pages = np.clip(16 * scans.images, 0, 255).astype(np.uint8)
    return _scanned(pages, scans.target, limit)


def _scanned(pages: Ink, labels: Labels, limit: int | None) -> list[Case]:
    cases = _thinned(list(zip(pages, labels.tolist(), strict=True)), limit)
    return [Case(png_of(Image.fromarray(page)), label) for page, label in cases]


def png_of(picture: Image.Image) -> bytes:
    """Return the picture as a PNG file."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()
