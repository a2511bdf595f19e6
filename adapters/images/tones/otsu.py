"""Otsu's threshold: the level that parts the dark from the light."""

import numpy as np
from numpy.typing import NDArray


def otsu_threshold(levels: NDArray[np.uint8]) -> int:
    """
    Return the highest of the lower levels, 0 to 255; of levels that are all the same, 0.

    Otsu, "A threshold selection method from gray-level histograms" (IEEE Trans. SMC, 1979).
    """
    counts = np.bincount(levels.ravel(), minlength=256)
    lower = counts.cumsum() / counts.sum()
    mass = (counts * np.arange(256)).cumsum() / counts.sum()
    apart = (mass[-1] * lower - mass) ** 2 / np.maximum(lower * (1 - lower), 1e-9)
    return int(np.argmax(apart))
