"""Samples of the suites of scans are like the whole."""

import io
from collections import Counter

import numpy as np
import pytest
from PIL import Image

from training import corruptions
from training.scan_suites import scan_suites


def level_of(number):
    """Return a corruption that leaves an even grey of this number."""
    return lambda page, _random: np.full_like(page, number / 255)


@pytest.mark.data
@pytest.mark.parametrize("limit", [200, None])
def test_each_corruption_is_as_frequent_as_the_others(data, monkeypatch, limit):
    """In a sample as in all: the fifteen take turns."""
    numbered = {name: level_of(n) for n, name in enumerate(corruptions.CORRUPTIONS)}
    monkeypatch.setattr(corruptions, "CORRUPTIONS", numbered)
    cases = dict(scan_suites(limit))["mnist corrupted"]()
    levels = [Image.open(io.BytesIO(case.file)).getpixel((0, 0)) for case in cases]

    assert levels == [place % 15 for place in range(len(cases))]
    assert max(Counter(levels).values()) - min(Counter(levels).values()) <= 1
