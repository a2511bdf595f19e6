"""Each corruption changes a digit, and leaves an image."""

import numpy as np
import pytest

from training.corruptions import CORRUPTIONS, corrupted

SEVEN = np.zeros((28, 28), np.uint8)
SEVEN[5:8, 6:20] = SEVEN[5:24, 17:20] = 255


def test_there_are_fifteen():
    """As many as in the paper."""
    assert len(CORRUPTIONS) == 15


@pytest.mark.parametrize("number", range(15), ids=list(CORRUPTIONS))
def test_a_corruption_changes_the_picture(number):
    """What comes out is of the same size, not the same, and not empty."""
    changed = corrupted(SEVEN, number, np.random.default_rng(3))

    assert changed.shape == SEVEN.shape
    assert changed.dtype == np.uint8
    assert (changed != SEVEN).any()
    assert changed.any()
