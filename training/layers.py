"""The layers of a network in training: dense ones, after convolutions if the network has some."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from swagdigit import DigitImage
from training.samples import NOT_A_DIGIT

type Layers = list[tuple[Any, Any]]
"""
Of each layer the weights and the biases; arrays of JAX or NumPy. Weights are inputs x outputs or, of a
convolution, width x width x inputs x outputs.
"""

CLASSES = NOT_A_DIGIT + 1
_WIDEST, _WIDTH = 5, 3  # pixels that the first convolution looks at, and places that the others do


def dense(inputs: int, hidden: Sequence[int], seed: int = 0) -> Layers:
    """Return dense layers of so many hidden units, to begin with."""
    sizes = inputs, *hidden, CLASSES
    return _begin(list(pairwise(sizes)), seed)


def convolutional(kernels: Sequence[int], hidden: Sequence[int]) -> Layers:
    """
    Return convolutions of so many kernels each, which look at a page, and dense layers after them.

    Between two convolutions, the strongest of 2 x 2 places is left.
    """
    inputs = 1, *kernels
    widths = _WIDEST, *[_WIDTH] * (len(kernels) - 1)
    shapes = [(w, w, n, m) for w, n, m in zip(widths, inputs, kernels, strict=False)]
    side = DigitImage.SIDE // 2 ** (len(kernels) - 1)
    sizes = side**2 * kernels[-1], *hidden, CLASSES
    return _begin([*shapes, *pairwise(sizes)], seed=0)


def logits(layers: Layers, inputs: Any) -> Any:
    """Return the n x classes logits of n x inputs, as arrays of JAX."""
    values = jnp.asarray(inputs, jnp.float32)
    convolutions = [layer for layer in layers if layer[0].ndim > 2]
    if convolutions:
        values = _convolved(convolutions, values)
    *hidden, last = layers[len(convolutions) :]
    for weights, biases in hidden:
        values = jax.nn.relu(values @ weights + biases)
    weights, biases = last
    return values @ weights + biases


def _convolved(layers: Layers, pages: Any) -> Any:
    """Return the n x outputs of n x pixels."""
    values = pages.reshape(-1, DigitImage.SIDE, DigitImage.SIDE, 1)
    for number, (kernels, biases) in enumerate(layers):
        if number:
            values = _strongest(values)
        sums = jax.lax.conv_general_dilated(
            values, kernels, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        values = jax.nn.relu(sums + biases)
    return values.reshape(len(values), -1)


def _strongest(values: Any) -> Any:
    """Return the strongest of each 2 x 2 places, n x half the side x half the side x kernels."""
    n, side, _, kernels = values.shape
    return values.reshape(n, side // 2, 2, side // 2, 2, kernels).max((2, 4))


def _begin(shapes: Sequence[tuple[int, ...]], seed: int) -> Layers:
    """Return layers as K. He et al., "Delving deep into rectifiers" (2015), begin with."""
    random = np.random.default_rng(seed)
    layers: Layers = []
    for *inputs, outputs in shapes:
        weights = random.normal(0, math.sqrt(2 / math.prod(inputs)), (*inputs, outputs))
        layers.append((weights.astype(np.float32), np.zeros(outputs, np.float32)))
    return layers
