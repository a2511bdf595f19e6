"""The training samples, and those that the certainty is calibrated on: never of the same writers."""

from collections.abc import Callable

import numpy as np
from joblib import Memory

from training.corrections import augmented
from training.datasets import Mnist, data_folder
from training.drawings import Drawing, load_drawings, load_letters_and_signs
from training.pen_digits import load_pen_digits
from training.recipe import Recipe
from training.samples import (
    Samples,
    from_drawings,
    from_pictures,
    read_pictures,
    synthetic_negatives,
)
from training.scans import load_optical_digits
from training.writers import is_calibration_writer, is_training_writer


def training_samples(recipe: Recipe, cache: Memory, corrections: Samples | None = None) -> Samples:
    """
    Return all training samples, shuffled; each random part is made once and then cached.

    Args:
        recipe: how many samples of each part.
        cache: where the parts are kept, of this data only.
        corrections: images that people labelled, if there are any.
    """
    mnist = Mnist.load(data_folder())
    # Drawings are not in the keys: each part has its seed, and joblib would write out every point of them.
    drawn = cache.cache(from_drawings, ignore=["drawings"])
    pictures = cache.cache(from_pictures)
    negatives = cache.cache(synthetic_negatives, ignore=["digits"])
    originals = slice(recipe.originals)
    digits = _digits(is_training_writer)
    scans = load_optical_digits()
    return _shuffled(
        read_pictures(mnist.train[originals], mnist.train_labels[originals]),
        pictures(mnist.train, mnist.train_labels, count=recipe.pictures, seed=1),
        drawn(digits, count=recipe.drawings, seed=2),
        drawn(_letters_and_signs(is_training_writer), count=recipe.letters_and_signs, seed=3),
        negatives(digits, count=recipe.synthetic_negatives, seed=4),
        drawn(load_pen_digits(digits), count=recipe.pen_digits, seed=8),
        pictures(*scans, count=recipe.scans, seed=9),
        *([augmented(corrections, at_most=recipe.pictures)] if corrections else []),
    )


def calibration_samples() -> Samples:
    """Return the samples to calibrate the certainty on: other pictures, and other writers."""
    mnist = Mnist.load(data_folder())
    return _shuffled(
        read_pictures(mnist.calibration, mnist.calibration_labels),
        from_drawings(_digits(is_calibration_writer), count=5_000, seed=5, degraded=False),
        from_drawings(
            _letters_and_signs(is_calibration_writer), count=500, seed=6, degraded=False
        ),
        synthetic_negatives(_digits(is_calibration_writer), count=500, seed=7),
    )


def _digits(is_wanted: Callable[[str], bool]) -> list[Drawing]:
    drawings = load_drawings(data_folder() / "unipen-digits.jsonl.gz")
    return [drawing for drawing in drawings if is_wanted(drawing.writer)]


def _letters_and_signs(is_wanted: Callable[[str], bool]) -> list[Drawing]:
    return [drawing for drawing in load_letters_and_signs() if is_wanted(drawing.writer)]


def _shuffled(*parts: Samples) -> Samples:
    ink, labels = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    order = np.random.default_rng(0).permutation(len(labels))
    return Samples(ink[order], labels[order])
