"""
Knowledge distillation: several teachers train one network that costs no more than each of them.

G. Hinton, O. Vinyals and J. Dean, "Distilling the knowledge in a neural network" (2015).
"""

from typing import Any, NamedTuple, Self

import jax
import numpy as np
import optax
from numpy.typing import NDArray
from scipy.special import softmax

from training.layers import Layers, logits

_TEMPERATURE = 3  # high enough for the targets to show what else a digit could be taken for
_SOFT_WEIGHT = 0.9  # of the loss on the soft targets; the rest is that on the labels
_SAMPLES_AT_ONCE = 1000


class TrainingSet(NamedTuple):
    """
    n samples to learn from; arrays of JAX or NumPy.

    Attributes:
        features: n x inputs.
        labels: n; 0 to 10.
        soft_targets: n x classes, the teachers' probabilities, if there are teachers.
    """

    features: Any
    labels: Any
    soft_targets: Any = None

    def subset(self, indices: NDArray[np.int64]) -> Self:
        """Return the samples with these indices."""
        return type(self)(*(None if array is None else array[indices] for array in self))


def soft_targets(*teachers: tuple[Layers, NDArray[np.float16]]) -> NDArray[np.float16]:
    """
    Return the geometric mean of the teachers' probabilities at the temperature, n x classes.

    Args:
        teachers: the layers of each, and the samples' features that it takes, n x inputs.
    """
    count = len(teachers[0][1])
    means = []
    for start in range(0, count, _SAMPLES_AT_ONCE):
        part = slice(start, start + _SAMPLES_AT_ONCE)
        means.append(
            np.mean([_logits(layers, inputs[part]) for layers, inputs in teachers], axis=0)
        )
    return np.asarray(softmax(np.concatenate(means) / _TEMPERATURE, axis=1), np.float16)


def loss(layers: Layers, batch: TrainingSet) -> Any:
    """
    Return the mean cross entropy: with the labels and, if there are any, with the soft targets.

    The latter is multiplied by the temperature's square, as its gradient is smaller by as much
    (Hinton et al., section 2).
    """
    predicted = logits(layers, batch.features)
    hard_loss = optax.softmax_cross_entropy_with_integer_labels(predicted, batch.labels).mean()
    if batch.soft_targets is None:
        return hard_loss
    targets = batch.soft_targets.astype(predicted.dtype)
    soft_loss = optax.softmax_cross_entropy(predicted / _TEMPERATURE, targets).mean()
    return (1 - _SOFT_WEIGHT) * hard_loss + _SOFT_WEIGHT * _TEMPERATURE**2 * soft_loss


_logits = jax.jit(logits)
