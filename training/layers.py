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
convolution, height x width x inputs x outputs.
"""

CLASSES = NOT_A_DIGIT + 1
_FIRST_KERNEL_SIDE, _KERNEL_SIDE = 5, 3  # pixels, and places of the layer before


def dense(inputs: int, hidden: Sequence[int], seed: int = 0) -> Layers:
    """Return the initial dense layers of a network with so many inputs and hidden units."""
    sizes = inputs, *hidden, CLASSES
    return _he_initialised(list(pairwise(sizes)), seed)


def convolutional(kernels: Sequence[int], hidden: Sequence[int]) -> Layers:
    """
    Return the initial layers of a network on pixels: convolutions, then dense layers.

    There is a 2 x 2 max pooling between two convolutions.

    Args:
        kernels: the number of them in each convolution.
        hidden: the units of each dense hidden layer.
    """
    inputs = 1, *kernels
    sides = _FIRST_KERNEL_SIDE, *[_KERNEL_SIDE] * (len(kernels) - 1)
    shapes = [(s, s, n, m) for s, n, m in zip(sides, inputs, kernels, strict=False)]
    pooled_side = DigitImage.SIDE // 2 ** (len(kernels) - 1)
    sizes = pooled_side**2 * kernels[-1], *hidden, CLASSES
    return _he_initialised([*shapes, *pairwise(sizes)], seed=0)


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


def _convolved(layers: Layers, images: Any) -> Any:
    """Return the flattened output of the last convolution, n x values, for n x pixels."""
    values = images.reshape(-1, DigitImage.SIDE, DigitImage.SIDE, 1)
    for depth, (kernels, biases) in enumerate(layers):
        if depth:
            values = _max_pool(values)
        sums = jax.lax.conv_general_dilated(
            values, kernels, (1, 1), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        values = jax.nn.relu(sums + biases)
    return values.reshape(len(values), -1)


def _max_pool(values: Any) -> Any:
    """Return the maximum of each 2 x 2 places, n x half the side x half the side x kernels."""
    n, side, _, kernels = values.shape
    return values.reshape(n, side // 2, 2, side // 2, 2, kernels).max((2, 4))


def _he_initialised(shapes: Sequence[tuple[int, ...]], seed: int) -> Layers:
    """
    Return layers with normal weights of variance 2 / inputs, and biases of 0.

    K. He et al., "Delving deep into rectifiers" (2015).
    """
    random = np.random.default_rng(seed)
    layers: Layers = []
    for *inputs, outputs in shapes:
        weights = random.normal(0, math.sqrt(2 / math.prod(inputs)), (*inputs, outputs))
        layers.append((weights.astype(np.float32), np.zeros(outputs, np.float32)))
    return layers
