"""Growing marks: scipy's dilation by a square, in less time."""

import numpy as np
import pytest
from scipy import ndimage

from adapters.images.shapes.growing import grown
from adapters.images.shapes.pieces import TOUCHING

MARKED = np.random.default_rng(5).random((31, 47)) < 0.02


@pytest.mark.parametrize("pixels", [1, 2, 3, 4, 9, 60])
def test_it_is_the_dilation_of_scipy(pixels):
    """Also where all of it grows beyond the page; and the marks are left as they were."""
    before = MARKED.copy()

    dilated = ndimage.binary_dilation(MARKED, TOUCHING, iterations=pixels)

    assert np.array_equal(grown(MARKED, pixels), dilated)
    assert np.array_equal(MARKED, before)
