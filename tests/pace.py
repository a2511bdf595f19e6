"""How fast the machine is now: one that others share may take several times as long for minutes."""

from time import process_time

import numpy as np
from scipy import ndimage

_USUAL = 0.03
"""
Seconds of a processor that the yardstick takes on a machine like that of `docs/benchmarks.md`: bounds are
in seconds of such a one.
"""


def slowness() -> float:
    """Return how many times as long as usual work on images takes now; 1 at least."""
    begun = process_time()
    noise = np.random.default_rng(1).random((1000, 1000), np.float32)
    ndimage.label(noise > 0.5)
    np.median(noise)
    return max(1.0, (process_time() - begun) / _USUAL)
