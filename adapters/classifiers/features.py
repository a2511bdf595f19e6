"""
What the classifier looks at. The pickled model refers to this module by name: renaming it or a
class in it makes every artifact unreadable.
"""

from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from swagdigit import DigitImage

_DIRECTIONS = 8
_CELLS = 7


class GradientDirections(TransformerMixin, BaseEstimator):
    """
    How strongly the ink's edges point in each of 8 directions, in each of 7x7 cells.

    The gradient direction feature of C.-L. Liu, K. Nakashima, H. Sako and H. Fujisawa,
    "Handwritten digit recognition: benchmarking of state-of-the-art techniques", Pattern
    Recognition 36 (2003): Sobel gradients, each split into the two directions next to it,
    blurred, sampled and square-rooted.
    """

    def fit(self, X: ArrayLike, y: ArrayLike | None = None) -> Self:  # noqa: ARG002, N803
        """Learn nothing; the features are fixed."""
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def transform(self, X: ArrayLike) -> NDArray[np.float32]:  # noqa: N803
        """Return n x 392 features, about 0 to 1, for n x 784 levels of ink, 0 to 255."""
        side = DigitImage.SIDE
        pages = np.asarray(X, np.float32).reshape(-1, side, side) / np.float32(255)
        strength = _split(*_sobel(pages))
        cells = _POOLING @ strength @ _POOLING.T
        return np.sqrt(cells, out=cells).reshape(len(pages), -1)


def _sobel(pages: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the gradients along x and y, each n x 28 x 28, -4 to 4."""
    framed = np.pad(pages, ((0, 0), (1, 1), (1, 1)))
    smooth_y = framed[:, :-2] + 2 * framed[:, 1:-1] + framed[:, 2:]
    smooth_x = framed[:, :, :-2] + 2 * framed[:, :, 1:-1] + framed[:, :, 2:]
    along_x = smooth_y[:, :, 2:] - smooth_y[:, :, :-2]
    along_y = smooth_x[:, 2:] - smooth_x[:, :-2]
    return along_x, along_y


def _split(along_x: NDArray[np.float32], along_y: NDArray[np.float32]) -> NDArray[np.float32]:
    """
    Return the gradients' parts along each direction, n x 8 x 28 x 28.

    A vector between two directions is the sum of its parts along both (a parallelogram). With
    `a` and `b` the sides of the direction's two neighbours that it lies on, the part along the
    direction is the smaller of them, or nothing.
    """
    parts = np.empty((len(along_x), _DIRECTIONS, *along_x.shape[1:]), np.float32)
    sides = [c * along_y - s * along_x for c, s in _UNIT_VECTORS]
    for direction in range(_DIRECTIONS):
        before = sides[(direction - 1) % _DIRECTIONS]
        after = sides[(direction + 1) % _DIRECTIONS]
        np.minimum(before, -after, out=parts[:, direction])
    np.maximum(parts, 0, out=parts)
    parts *= np.float32(1 / np.sin(2 * np.pi / _DIRECTIONS))
    return parts


def _pooling() -> NDArray[np.float32]:
    """Return the 7 x 28 weights that blur a line of pixels and sample it once in each cell."""
    step = DigitImage.SIDE / _CELLS
    centres = (np.arange(_CELLS) + 0.5) * step - 0.5
    spread = np.sqrt(2) * step / np.pi
    weights = np.exp(-0.5 * ((np.arange(DigitImage.SIDE) - centres[:, None]) / spread) ** 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


_POOLING = _pooling()
_ANGLES = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
_UNIT_VECTORS = [(np.float32(np.cos(a)), np.float32(np.sin(a))) for a in _ANGLES]
