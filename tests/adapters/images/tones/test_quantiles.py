"""The level below which a share of a picture is: numpy's answer, in less time."""

import numpy as np
import pytest

from adapters.images.tones.quantiles import quantile

RANDOM = np.random.default_rng(7)
LEVELS = {
    "odd": RANDOM.normal(0, 40, (31, 33)).astype(np.float32),
    "even": RANDOM.normal(0, 40, (30, 33)).astype(np.float32),
    "eight bits": RANDOM.integers(0, 256, (31, 33), dtype=np.uint8),
    "one of a kind": np.full((9, 9), 7, np.uint8),
    "two": np.array([[3, 200]], np.uint8),
    "one": np.array([[3]], np.uint8),
}


@pytest.mark.parametrize("levels", LEVELS.values(), ids=LEVELS)
@pytest.mark.parametrize("share", [0, 0.005, 0.01, 0.15, 0.5, 0.95, 0.995, 1])
def test_it_is_the_quantile_of_numpy(levels, share):
    """Between two levels, too; and the picture is left as it was."""
    before = levels.copy()

    assert quantile(levels, share) == pytest.approx(np.quantile(levels.astype(float), share))
    assert np.array_equal(levels, before)
