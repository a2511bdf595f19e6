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
ROUNDING = np.float32(1e-6)
"""
What rounding may leave where terms cancel. It depends on the order of the sums, and its square root would
be a visible feature: it is subtracted before.
"""
_CELLS = 7  # along each side of the page


class GradientDirections(TransformerMixin, BaseEstimator):
    """
    How strongly the ink's edges point in each of 8 directions, in each of 7 x 7 cells.

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
        """Return n x FEATURES features, about 0 to 1, for n x 784 levels of ink, 0 to 255."""
        return gradient_directions(np.asarray(X))


def gradient_directions(ink: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return what `GradientDirections.transform` does, without what surrounds a transformer."""
    side = DigitImage.SIDE
    return np.sqrt(_pooled(_strength(ink.reshape(-1, side, side))))


def _pooled(strength: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return n x FEATURES for 8 x n x 28 x 28."""
    rows = POOLING @ strength
    # With the pooling on the left once more: BLAS takes four times as long for narrow products.
    cells = (POOLING @ rows.reshape(-1, rows.shape[-1]).T).reshape(-1, *rows.shape[:-1])
    return cells.transpose(2, 1, 3, 0).reshape(strength.shape[1], -1)


def _strength(pages: NDArray[np.generic]) -> NDArray[np.float32]:
    """
    Return the strength of the pages' edges along each direction, 8 x n x 28 x 28.

    A gradient between two directions is the sum of its parts along both (a parallelogram). With
    `a` and `b` the sides of the direction's two neighbours that it lies on, the part along the
    direction is the smaller of them, or nothing. Both sides are sums of a pixel's neighbours.
    """
    count, side, _ = pages.shape
    framed = np.zeros((count, side + 2, side + 2), np.float32)
    framed[:, 1:-1, 1:-1] = pages
    page, row, pixel = framed.strides
    near: NDArray[np.float32] = np.ndarray(
        (3, 3, *pages.shape), np.float32, framed, strides=(row, pixel, page, row, pixel)
    )
    sides: NDArray[np.float32] = EDGE_KERNELS.reshape(-1, 9) @ near.reshape(9, -1)
    before, after = sides[:_DIRECTIONS], sides[_DIRECTIONS:]
    parts = np.minimum(before, after, out=before)
    parts -= ROUNDING
    np.maximum(parts, 0, out=parts)
    return parts.reshape(_DIRECTIONS, count, side, side)


def _edge_kernels() -> NDArray[np.float32]:
    """Return the 16 x 3 x 3 weights that give, of each direction, its sides `a`, then `b`."""
    sobel_x = np.outer((1, 2, 1), (-1, 0, 1)) / 255
    sobel_y = sobel_x.T
    angles = 2 * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS
    sides = np.array([np.cos(a) * sobel_y - np.sin(a) * sobel_x for a in angles])
    kernels = np.concatenate([np.roll(sides, 1, axis=0), -np.roll(sides, -1, axis=0)])
    return np.asarray(kernels / np.sin(2 * np.pi / _DIRECTIONS), np.float32)


def _pooling() -> NDArray[np.float32]:
    """Return the 7 x 28 weights that blur a line of pixels and sample it once in each cell."""
    step = DigitImage.SIDE / _CELLS
    centres = (np.arange(_CELLS) + 0.5) * step - 0.5
    spread = np.sqrt(2) * step / np.pi
    weights = np.exp(-0.5 * ((np.arange(DigitImage.SIDE) - centres[:, None]) / spread) ** 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)


EDGE_KERNELS = _edge_kernels()
POOLING = _pooling()
FEATURES = _DIRECTIONS * _CELLS**2
