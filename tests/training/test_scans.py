"""Other people's scans are what they are said to be."""

from collections import Counter

import numpy as np
import pytest
from sklearn.datasets import load_digits

from adapters.images.fitting import fit_digit
from training.scans import load_map_digits, load_optical_digits


@pytest.mark.data
def test_test_scans_are_not_trained_on(data):
    """Of the digits in 8 x 8 pixels, none is one that scikit-learn brings, nor a one, of which it brings some."""
    training = load_optical_digits()
    test = [fit_digit((page * 255 / 16).round().astype(np.uint8)) for page in load_digits().images]
    counts = Counter(training.labels.tolist())

    assert len(training.labels) == len(training.ink) == 3434
    assert set(counts) == {0, *range(2, 10)}
    assert not {ink.tobytes() for ink in training.ink} & {image.ink for image in test}


@pytest.mark.data
def test_the_digits_of_maps_are_there(data):
    """200 of each but of ones, 16 x 15 levels each, as dark as ink is."""
    ink, labels = load_map_digits()

    assert ink.shape == (1800, 16, 15)
    assert set(Counter(labels.tolist()).values()) == {200}
    assert ink.max() == 255
