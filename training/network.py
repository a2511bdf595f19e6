"""The network: trained in rounds, each of which can be the last one before an interruption."""

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
from training.distillation import Lesson, loss
from training.layers import Layers

_BATCH = 512
_FIRST_RATE = 1.5e-3
_ADAMW = optax.chain(optax.scale_by_adam(), optax.add_decayed_weights(1e-4))
_TRANSFORMED = 256


def features_of(ink: Ink) -> NDArray[np.float16]:
    """Return the features of n x 784 ink, some at a time: a few at once fit the cache."""
    starts = range(0, len(ink), _TRANSFORMED)
    parts = (gradient_directions(ink[start : start + _TRANSFORMED]) for start in starts)
    return np.concatenate([part.astype(np.float16) for part in parts])


def train(lesson: Lesson, first: Layers, *, rounds: int, checkpoint: Path) -> Layers:
    """
    Train a network of rectified linear units, going on from the checkpoint if there is one.

    Each round passes once over the samples with AdamW (Loshchilov and Hutter, "Decoupled weight
    decay regularization", 2019); its step falls along half a cosine over all rounds.

    Args:
        lesson: what to learn.
        first: the layers to begin with.
        rounds: in all, those before an interruption included.
        checkpoint: where to keep what is done; its name is shown beside the progress.
    """
    done = resume(checkpoint) or Progress(first, _ADAMW.init(first), 0)
    steps = rounds * (len(lesson.labels) // _BATCH)
    with trange(rounds, initial=done.rounds, desc=checkpoint.stem, unit="round") as bar:
        for turn in range(done.rounds, rounds):
            layers, state, left = done.layers, done.optimiser, 0.0
            batches = _batches(len(lesson.labels), turn)
            for number, batch in enumerate(batches, start=turn * len(batches)):
                rate = _FIRST_RATE * (1 + math.cos(math.pi * number / steps)) / 2
                layers, state, left = _step(layers, state, lesson.part(batch), rate)
            done = Progress(layers, state, turn + 1)
            save(checkpoint, done)
            bar.update()
            bar.set_postfix(loss=f"{left:.4f}")
    return [(np.asarray(weights), np.asarray(biases)) for weights, biases in done.layers]


@jax.jit
def _step(layers: Layers, state: Any, lesson: Lesson, rate: float) -> Any:
    """Return the layers and the optimiser's state after one step, and the loss before it."""
    left, gradient = jax.value_and_grad(loss)(layers, lesson)
    updates, state = _ADAMW.update(gradient, state, layers)
    return optax.apply_updates(layers, optax.tree.scale(-rate, updates)), state, left


def _batches(count: int, turn: int) -> list[NDArray[np.int64]]:
    """Return the places of the round's batches; those in a batch in order, which reads faster."""
    order = np.random.default_rng(turn).permutation(count)
    full = count // _BATCH * _BATCH
    return [np.sort(batch) for batch in order[:full].reshape(-1, _BATCH)]
