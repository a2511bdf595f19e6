"""
What several networks know, taught to one that costs no more than each of them.

G. Hinton, O. Vinyals and J. Dean, "Distilling the knowledge in a neural network" (2015).
"""

from typing import Any, NamedTuple, Self

import jax
import numpy as np
import optax
from numpy.typing import NDArray
from scipy.special import softmax

from training.layers import Layers, logits

_SOFTNESS = 3  # the temperature at which it shows what a digit could be taken for, too
_TRUST = 0.9  # in the teachers; the rest is in the labels
_AT_ONCE = 1000


class Lesson(NamedTuple):
    """
    What is learnt, of n samples; arrays of JAX or NumPy.

    Attributes:
        features: n x inputs.
        labels: n; 0 to 10.
        taught: n x classes, what teachers say of the samples, if there are any.
    """

    features: Any
    labels: Any
    taught: Any = None

    def part(self, places: NDArray[np.int64]) -> Self:
        """Return the lesson of the samples at some places."""
        return type(self)(*(None if array is None else array[places] for array in self))


def teaching(*teachers: tuple[Layers, NDArray[np.float16]]) -> NDArray[np.float16]:
    """
    Return the geometric mean, softened, of what teachers say, n x classes.

    Args:
        teachers: the layers of each, and the features of the samples as it sees them, n x inputs.
    """
    count = len(teachers[0][1])
    said = []
    for start in range(0, count, _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        said.append(np.mean([_said(layers, seen[some]) for layers, seen in teachers], axis=0))
    softened = softmax(np.concatenate(said) / _SOFTNESS, axis=1)
    return np.asarray(softened, np.float16)


def loss(layers: Layers, lesson: Lesson) -> Any:
    """Return how far the layers are from the labels and, if there is one, from the teaching."""
    found = logits(layers, lesson.features)
    wrong = optax.softmax_cross_entropy_with_integer_labels(found, lesson.labels).mean()
    if lesson.taught is None:
        return wrong
    taught = lesson.taught.astype(found.dtype)
    unlike = optax.softmax_cross_entropy(found / _SOFTNESS, taught).mean()
    return (1 - _TRUST) * wrong + _TRUST * _SOFTNESS**2 * unlike


_said = jax.jit(logits)
