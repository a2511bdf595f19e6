"""The layers of a network in training: dense ones, after a convolution if the network has one."""

import math
from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from adapters.classifiers.features import DIRECTIONS
from training.samples import NOT_A_DIGIT

type Layers = list[tuple[Any, Any]]
"""
Of each layer the weights and the biases; arrays of JAX or NumPy. Weights are inputs x outputs or, of a
convolution, kernels x directions x width x width.
"""

CLASSES = NOT_A_DIGIT + 1
_WIDTH = 5
_STEP = 2


def dense(inputs: int, hidden: Sequence[int], seed: int = 0) -> Layers:
    """Return dense layers of so many hidden units, to begin with."""
    return _begin(
        [(n, m) for n, m in zip((inputs, *hidden), (*hidden, CLASSES), strict=True)], seed
    )


def convolutional(cells: int, kernels: int, hidden: Sequence[int]) -> Layers:
    """Return a convolution, every other of cells x cells its middle, and dense layers after it."""
    places = math.ceil(cells / _STEP) ** 2
    sizes = zip((kernels * places, *hidden), (*hidden, CLASSES), strict=True)
    return _begin([(kernels, DIRECTIONS, _WIDTH, _WIDTH), *sizes], seed=0)


def logits(layers: Layers, features: Any) -> Any:
    """Return the n x classes logits of n x inputs features, as arrays of JAX."""
    values = jnp.asarray(features, jnp.float32)
    for weights, biases in layers[:-1]:
        values = jax.nn.relu(_sums(values, weights) + biases).reshape(len(values), -1)
    weights, biases = layers[-1]
    return values @ weights + biases


def _sums(values: Any, weights: Any) -> Any:
    """Return n x outputs or, of a convolution, n x places x places x kernels."""
    if weights.ndim == 2:
        return values @ weights
    side = math.isqrt(values.shape[1] // DIRECTIONS)
    return jax.lax.conv_general_dilated(
        values.reshape(-1, DIRECTIONS, side, side),
        weights,
        (_STEP, _STEP),
        [(_WIDTH // 2, _WIDTH // 2)] * 2,
        dimension_numbers=("NCHW", "OIHW", "NHWC"),
    )


def _begin(shapes: Sequence[tuple[int, ...]], seed: int) -> Layers:
    """Return layers as K. He et al., "Delving deep into rectifiers" (2015), begin with."""
    random = np.random.default_rng(seed)
    layers: Layers = []
    for shape in shapes:
        inputs, outputs = shape if len(shape) == 2 else (math.prod(shape[1:]), shape[0])
        weights = random.normal(0, math.sqrt(2 / inputs), shape)
        layers.append((weights.astype(np.float32), np.zeros(outputs, np.float32)))
    return layers
