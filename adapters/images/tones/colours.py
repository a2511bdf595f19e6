"""How pixels differ in colour: from each other, from the paper, from grey; in the fewest passes."""

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from adapters.images.tones.levels import Ink

_CHANNELS = 4
# Four channels are worked on fastest as one word.
_WORD = np.dtype("<u4")
_TWO_CHANNELS = 0xFFFF


def words_of(rgba: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """Return the pixels, height x width, as one word each: the first channel in its lowest byte."""
    return rgba.view(_WORD)[..., 0]


def unlike_the_corner(values: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Mark what is not as the corner, height x (width x channels); four channels count as one."""
    if values.shape[2:] == (_CHANNELS,):
        pixels = words_of(values)
        return np.asarray(pixels != pixels[0, 0])
    height, width = values.shape[:2]
    # Wide rows are worked on far faster than pixels of three channels.
    return np.asarray(values.reshape(height, -1) != np.tile(values[0, 0], width))


def early_grey(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return one channel of four, if the colours are all the same."""
    if values.shape[2:] != (_CHANNELS,):
        return values
    pixels = words_of(values)
    unlike = pixels >> 8  # green over red, blue over green
    unlike ^= pixels
    if np.bitwise_or.reduce(unlike, axis=None) & _TWO_CHANNELS:
        return values
    return pixels.astype(np.uint8)


def grey_of(values: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return the mean of red, green and blue."""
    if values.ndim == 2:
        return values.astype(np.float32)
    # Channel by channel: numpy is slow to add up three numbers beside each other.
    total = reduce(np.add, np.moveaxis(values[..., :3], -1, 0).astype(np.uint16))
    return np.asarray(total / 3, np.float32)


def difference_from(values: NDArray[np.uint8], paper: NDArray[np.uint8 | np.float64]) -> Ink:
    """Return the largest difference from the paper's colour (0- or 1-dimensional) in any channel."""
    if not paper.ndim and paper == 255:
        return ~values  # white paper, as on most drawings
    # Wide rows are worked on far faster than pixels of three channels.
    lines = values.reshape(len(values), -1)
    colour = np.tile(np.round(paper).astype(np.uint8), lines.shape[1] // max(paper.size, 1))
    difference = np.maximum(lines, colour) - np.minimum(lines, colour)
    channels = difference.reshape(values.shape)
    return reduce(np.maximum, np.moveaxis(channels, -1, 0)) if paper.ndim else channels
