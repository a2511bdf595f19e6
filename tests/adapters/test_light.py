"""Ink on paper that light and shadow cross."""

import numpy as np
import pytest

from adapters.images.light import unevenly_lit


@pytest.mark.parametrize("shape", [(1, 1000), (1000, 1), (3, 2000)])
def test_a_strip_is_a_page_too(shape):
    """However narrow a page is, its paper is estimated; found by fuzzing."""
    grey = np.random.default_rng(0).integers(0, 256, shape).astype(np.float32)

    assert unevenly_lit(grey).shape == shape
