"""Growing of what is marked: dilation by a square."""

import numpy as np
from numpy.typing import NDArray

from adapters.images.shapes.runs import Mask


def grown(marked: Mask, pixels: int = 1) -> Mask:
    """Return what is marked, and all that is so near to it: 1 is what touches it, by a corner at least."""
    height, width = marked.shape
    framed = np.zeros((height + 2 * pixels, width + 2 * pixels), bool)
    framed[pixels:-pixels, pixels:-pixels] = marked
    # As one line, which is worked on fastest; the frame keeps the rows apart.
    line = framed.reshape(-1)
    for stride in (framed.shape[1], 1):
        line = _grown_along(line, stride, pixels)
    return line.reshape(framed.shape)[pixels:-pixels, pixels:-pixels]


def _grown_along(line: NDArray[np.bool_], stride: int, pixels: int) -> NDArray[np.bool_]:
    """Grow to both sides; what has grown grows by thrice as much at the next step."""
    reached = 0
    while reached < pixels:
        step = min(2 * reached + 1, pixels - reached)
        further = line.copy()
        further[step * stride :] |= line[: -step * stride]
        further[: -step * stride] |= line[step * stride :]
        line, reached = further, reached + step
    return line
