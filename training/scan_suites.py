"""The suites of scanned digits: MNIST, plain and corrupted, and scans in fewer pixels."""

from collections.abc import Iterator
from functools import partial

import numpy as np
from PIL import Image
from sklearn.datasets import load_digits

from swagdigit import DigitImage
from training.cases import SEED, Case, NamedSuite, png_of, subsampled
from training.corruptions import corrupted
from training.datasets import Ink, Labels, Mnist, data_folder
from training.scans import load_map_digits


def scan_suites(limit: int | None) -> Iterator[NamedSuite]:
    """Yield each suite, with `limit` cases, or all if it is None."""
    mnist = Mnist.load(data_folder())
    pages = mnist.test.reshape(-1, DigitImage.SIDE, DigitImage.SIDE)
    yield "mnist", partial(_cases, pages, mnist.test_labels, limit)
    yield "mnist corrupted", partial(_corrupted_cases, pages, mnist.test_labels, limit)
    yield "8x8 scans", partial(_cases, *_optical_digits(), limit)
    yield "maps", partial(_cases, *load_map_digits(), limit)


def _corrupted_cases(pages: Ink, labels: Labels, limit: int | None) -> list[Case]:
    """
    Return `limit` cases, or all, each with the next of the fifteen corruptions.

    By its place among the cases, not in MNIST: of every 50th image only three would be chosen.
    """
    random = np.random.default_rng([SEED, 102])
    return [
        Case(png_of(Image.fromarray(corrupted(pages[i], place, random))), int(labels[i]))
        for place, i in enumerate(subsampled(range(len(pages)), limit))
    ]


def _optical_digits() -> tuple[Ink, Labels]:
    """
    Return digits in 8 x 8 pixels, by 13 people whose digits are not trained on.

    Alpaydin and Kaynak, "Optical recognition of handwritten digits" (UCI, 1998), its test part as
    scikit-learn brings it.
    """
    scans = load_digits()
    return np.clip(16 * scans.images, 0, 255).astype(np.uint8), scans.target


def _cases(pages: Ink, labels: Labels, limit: int | None) -> list[Case]:
    cases = subsampled(list(zip(pages, labels.tolist(), strict=True)), limit)
    return [Case(png_of(Image.fromarray(page)), label) for page, label in cases]
