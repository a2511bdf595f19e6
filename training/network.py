"""The training of a network with AdamW: a checkpoint is saved after each epoch."""

import math
from pathlib import Path
from typing import Any

import jax
import numpy as np
import optax
from numpy.typing import NDArray
from tqdm import trange

from adapters.classifiers.features import gradient_directions
from training.checkpoints import Progress, resume, save
from training.datasets import Ink
from training.distillation import TrainingSet, loss
from training.layers import Layers

_BATCH_SIZE = 512
_INITIAL_LEARNING_RATE = 1.5e-3
_ADAMW = optax.chain(optax.scale_by_adam(), optax.add_decayed_weights(1e-4))
_IMAGES_AT_ONCE = 256


def features_of(ink: Ink) -> NDArray[np.float16]:
    """Return the features of n x 784 ink, some at a time: a few at once fit the cache."""
    starts = range(0, len(ink), _IMAGES_AT_ONCE)
    parts = (gradient_directions(ink[start : start + _IMAGES_AT_ONCE]) for start in starts)
    return np.concatenate([part.astype(np.float16) for part in parts])


def train(training_set: TrainingSet, initial: Layers, *, epochs: int, checkpoint: Path) -> Layers:
    """
    Train a network of rectified linear units, resuming from the checkpoint if there is one.

    Each epoch passes once over the samples with AdamW (Loshchilov and Hutter, "Decoupled weight
    decay regularization", 2019). The learning rate falls along half a cosine over all epochs
    (Loshchilov and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017, without
    the restarts).

    Args:
        training_set: the samples to learn from.
        initial: the layers before training.
        epochs: in all, those before an interruption included.
        checkpoint: where to save the progress; its name is shown beside the progress bar.
    """
    progress = resume(checkpoint) or Progress(initial, _ADAMW.init(initial), 0)
    steps = epochs * (len(training_set.labels) // _BATCH_SIZE)
    with trange(epochs, initial=progress.epochs, desc=checkpoint.stem, unit="epoch") as bar:
        for epoch in range(progress.epochs, epochs):
            layers, state, loss_value = progress.layers, progress.optimiser, 0.0
            batches = _batches(len(training_set.labels), epoch)
            for step, indices in enumerate(batches, start=epoch * len(batches)):
                batch = training_set.subset(indices)
                rate = _INITIAL_LEARNING_RATE * (1 + math.cos(math.pi * step / steps)) / 2
                layers, state, loss_value = _update(layers, state, batch, rate)
            progress = Progress(layers, state, epoch + 1)
            save(checkpoint, progress)
            bar.update()
            bar.set_postfix(loss=f"{loss_value:.4f}")
    return [(np.asarray(weights), np.asarray(biases)) for weights, biases in progress.layers]


@jax.jit
def _update(layers: Layers, state: Any, batch: TrainingSet, rate: float) -> Any:
    """Return the layers and the optimiser's state after one step, and the loss before it."""
    loss_value, gradient = jax.value_and_grad(loss)(layers, batch)
    updates, state = _ADAMW.update(gradient, state, layers)
    return optax.apply_updates(layers, optax.tree.scale(-rate, updates)), state, loss_value


def _batches(count: int, epoch: int) -> list[NDArray[np.int64]]:
    """Return the indices of the epoch's batches; sorted within a batch, which reads faster."""
    order = np.random.default_rng(epoch).permutation(count)
    full = count // _BATCH_SIZE * _BATCH_SIZE
    return [np.sort(batch) for batch in order[:full].reshape(-1, _BATCH_SIZE)]
