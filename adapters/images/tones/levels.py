"""What stands out from its paper, pixel by pixel, and from which level on it is more than a trick of the light."""

import numpy as np
from numpy.typing import NDArray

type Ink = NDArray[np.uint8]
"""Height x width; 0 is paper, 255 the strongest difference from it."""

SHADE = 12
"""Levels by which paper differs from itself in even light."""

LEAST_CONTRAST = 20
"""Levels by which ink differs from its paper at least; what is weaker is dirt or compression."""

FULL_INK_PIXELS = 3
"""As many pixels at least are as dark as what is called full ink: one hot pixel is none."""
