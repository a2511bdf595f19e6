"""Other people's scans are what they are said to be."""

from collections import Counter

import numpy as np
import pytest
from sklearn.datasets import load_digits

from adapters.images.fitting import fit_digit
from training.scans import load_map_digits, load_optical_digits


@pytest.mark.data
def test_nothing_is_learnt_from_what_is_judged_by(data):
    """Of the digits in 8 x 8 pixels, none is one that scikit-learn brings; a one is in neither part."""
    learnt = load_optical_digits()
    judged = [
        fit_digit((page * 255 / 16).round().astype(np.uint8)) for page in load_digits().images
    ]
    counts = Counter(learnt.labels.tolist())

    assert len(learnt.labels) == len(learnt.ink) == 3434
    assert set(counts) == {0, *range(2, 10)}
    assert not {ink.tobytes() for ink in learnt.ink} & {image.ink for image in judged}


@pytest.mark.data
def test_the_digits_of_maps_are_there(data):
    """200 of each but of ones, 16 x 15 levels each, as dark as ink is."""
    ink, labels = load_map_digits()

    assert ink.shape == (1800, 16, 15)
    assert set(Counter(labels.tolist()).values()) == {200}
    assert ink.max() == 255
