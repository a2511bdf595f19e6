"""The recipe of a model: how much of what it learns from, and how large it is."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from joblib import Memory

from training.corrections import varied
from training.datasets import (
    Drawing,
    Mnist,
    data_folder,
    is_calibration_writer,
    is_training_writer,
    load_drawings,
    refusable_drawings,
)
from training.pen_digits import load_pen_digits
from training.samples import (
    Samples,
    from_drawings,
    from_nothing,
    from_pictures,
    read_pictures,
)
from training.scans import load_optical_digits

ROOT = Path(__file__).parent.parent
CODE = (
    "adapters/classifiers/features.py",
    "adapters/images/fitting.py",
    "adapters/images/ink.py",
    "adapters/images/level.py",
    "adapters/images/light.py",
    "adapters/images/lines.py",
    "adapters/images/paper.py",
    "adapters/images/pieces.py",
    "adapters/images/pixels.py",
    "adapters/images/printed.py",
    "adapters/images/surroundings.py",
    "adapters/images/transparency.py",
    "adapters/images/two_tones.py",
    "adapters/images/ways.py",
    "training/augmentation.py",
    "training/corrections.py",
    "training/data-requirements.txt",
    "training/datasets.py",
    "training/devices.py",
    "training/distillation.py",
    "training/layers.py",
    "training/learning.py",
    "training/mishaps.py",
    "training/network.py",
    "training/nondigits.py",
    "training/pen_digits.py",
    "training/recipe.py",
    "training/rendering.py",
    "training/samples.py",
    "training/scans.py",
    "training/showing.py",
    "training/snapshots.py",
    "training/styles.py",
)
"""The files that decide what is learnt, and how."""


class Seeing(NamedTuple):
    """
    The teacher that sees the pixels.

    Attributes:
        kernels: of each convolution.
        hidden: units of each hidden layer after them.
        rounds: passes over all samples.
    """

    kernels: tuple[int, ...]
    hidden: tuple[int, ...]
    rounds: int


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
        rounds: passes over all samples.
        seeing: the teacher that is not like the network.
    """

    drawings: int
    pen_digits: int
    pictures: int
    scans: int
    others: int
    nothing: int
    hidden: tuple[int, ...]
    rounds: int
    seeing: Seeing


FULL = Recipe(
    drawings=360_000,
    pen_digits=40_000,
    pictures=250_000,
    scans=20_000,
    others=50_000,
    nothing=60_000,
    hidden=(768, 384),
    rounds=10,
    seeing=Seeing(kernels=(24, 48, 96), hidden=(256,), rounds=5),
)
QUICK = Recipe(
    drawings=10_000,
    pen_digits=2_000,
    pictures=7_000,
    scans=1_000,
    others=1_500,
    nothing=1_500,
    hidden=(256,),
    rounds=5,
    seeing=Seeing(kernels=(4, 8), hidden=(64,), rounds=2),
)
"""For tests: under three minutes, and still better than the usual notebook."""


def training_samples(recipe: Recipe, cache: Memory, corrections: Samples | None = None) -> Samples:
    """
    Return everything to learn from; each drawn part is made once and then found in the cache.

    Args:
        recipe: how much of each.
        cache: where the parts are found again.
        corrections: what people said of images that the service has kept.
    """
    mnist = Mnist.load(data_folder())
    drawn = cache.cache(from_drawings)
    pictures = cache.cache(from_pictures)
    nothing = cache.cache(from_nothing)
    digits = _digits(is_training_writer)
    scans = load_optical_digits()
    return _shuffled(
        read_pictures(mnist.train, mnist.train_labels),
        pictures(mnist.train, mnist.train_labels, count=recipe.pictures, seed=1),
        drawn(digits, count=recipe.drawings, seed=2),
        drawn(_refusable(is_training_writer), count=recipe.others, seed=3),
        nothing(digits, count=recipe.nothing, seed=4),
        drawn(load_pen_digits(digits), count=recipe.pen_digits, seed=8),
        pictures(*scans, count=recipe.scans, seed=9),
        *([varied(corrections, at_most=recipe.pictures)] if corrections else []),
    )


def calibration_samples() -> Samples:
    """Return what the certainty is fitted on: other pictures, and other writers."""
    mnist = Mnist.load(data_folder())
    return _shuffled(
        read_pictures(mnist.calibration, mnist.calibration_labels),
        from_drawings(_digits(is_calibration_writer), count=5_000, seed=5, spoilt=False),
        from_drawings(_refusable(is_calibration_writer), count=500, seed=6, spoilt=False),
        from_nothing(_digits(is_calibration_writer), count=500, seed=7),
    )


def work_folder(recipe: Recipe, root: Path, corrections: Samples | None = None) -> Path:
    """
    Return the folder for what an interrupted training goes on from.

    Its name is made from the recipe, from the code that makes samples and networks, and from the
    corrections, so that nothing is ever continued with others than it was begun with.
    """
    digest = hashlib.sha256(repr(recipe).encode())
    for array in corrections or ():
        digest.update(array.tobytes())
    for module in CODE:
        digest.update((ROOT / module).read_bytes())
    return root / digest.hexdigest()[:16]


def _digits(is_wanted: Callable[[str], bool]) -> list[Drawing]:
    drawings = load_drawings(data_folder() / "unipen-digits.jsonl.gz")
    return [drawing for drawing in drawings if is_wanted(drawing.writer)]


def _refusable(is_wanted: Callable[[str], bool]) -> list[Drawing]:
    return [drawing for drawing in refusable_drawings() if is_wanted(drawing.writer)]


def _shuffled(*parts: Samples) -> Samples:
    ink, labels = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.random.default_rng(0).permutation(len(labels))
    return Samples(ink[order], labels[order])
