"""The network: trained in rounds, each of which can be the last one before an interruption."""

import math
import pickle
import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from tqdm import trange

from adapters.classifiers.features import GradientDirections
from training.datasets import Ink
from training.samples import Samples

_BATCH = 256


def features_of(ink: Ink) -> NDArray[np.float32]:
    """Return the n x 392 features of n x 784 ink, a batch at a time: a few at once fit the cache."""
    directions = GradientDirections()
    batches = range(0, len(ink), _BATCH)
    return np.concatenate([directions.transform(ink[start : start + _BATCH]) for start in batches])


def train(
    samples: Samples, *, hidden: tuple[int, ...], rounds: int, checkpoint: Path, seed: int = 0
) -> Pipeline:
    """
    Train a network on the features of samples, going on from the checkpoint if there is one.

    Each round passes once over the samples with Adam; its step follows a half cosine down to
    nothing over the rounds (Loshchilov and Hutter, "SGDR", 2017).

    Returns:
        The pipeline from ink (n x 784, 0 to 255) to the probabilities of the classes.
    """
    ink, labels = samples
    features = features_of(ink)
    network, done = _resume(checkpoint) or (_untrained(hidden), 0)
    with trange(rounds, initial=done, desc="network", unit="round") as bar:
        for turn in range(done, rounds):
            step = 1.5e-3 * (1 + math.cos(math.pi * turn / rounds)) / 2 + 1e-5
            network.set_params(learning_rate_init=step, random_state=seed + turn)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)  # a round is one pass
                network.fit(features, labels)
            _save(checkpoint, network, turn + 1)
            bar.update()
            bar.set_postfix(loss=f"{network.loss_:.4f}")
    return Pipeline([("directions", GradientDirections()), ("network", network)])


def _untrained(hidden: tuple[int, ...]) -> MLPClassifier:
    return MLPClassifier(hidden, batch_size=_BATCH, max_iter=1, warm_start=True, alpha=1e-4)


def _resume(checkpoint: Path) -> tuple[MLPClassifier, int] | None:
    """Return the network and the number of rounds it has had; None where there is none."""
    if not checkpoint.exists():
        return None
    with checkpoint.open("rb") as file:
        network, done = pickle.load(file)  # noqa: S301 - written by _save, on this machine
    return network, done


def _save(checkpoint: Path, network: MLPClassifier, done: int) -> None:
    """Replace the checkpoint in one step, so that an interruption leaves the one before."""
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    beside = checkpoint.with_suffix(".new")
    with beside.open("wb") as file:
        pickle.dump((network, done), file)
    beside.replace(checkpoint)
