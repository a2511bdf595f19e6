"""How the network learns: from the labels, and from two teachers that see the digits differently."""

from pathlib import Path

import numpy as np

from adapters.classifiers.features import FEATURES
from training.distillation import TrainingSet, soft_targets
from training.layers import Layers, convolutional, dense
from training.network import features_of, train
from training.recipe import Recipe
from training.samples import Samples


def learn(samples: Samples, recipe: Recipe, folder: Path) -> Layers:
    """
    Train a teacher like the network and one that sees the pixels, then the network by what both say.

    Args:
        samples: what to learn from.
        recipe: how large the networks are, and how many epochs each takes.
        folder: where each network's checkpoint is kept, to go on from.
    """

    def trained(training_set: TrainingSet, initial: Layers, epochs: int, name: str) -> Layers:
        return train(training_set, initial, epochs=epochs, checkpoint=folder / f"{name}.pkl")

    features = TrainingSet(features_of(samples.ink), samples.labels)
    pixels = TrainingSet((samples.ink / np.float32(255)).astype(np.float16), samples.labels)
    alike = trained(features, dense(FEATURES, recipe.hidden), recipe.epochs, "alike")
    kernels, hidden, epochs = recipe.seeing
    seeing = trained(pixels, convolutional(kernels, hidden), epochs, "seeing")
    targets = soft_targets((alike, features.features), (seeing, pixels.features))
    distilled = features._replace(soft_targets=targets)
    # Soft targets take longer than labels to be overfitted.
    return trained(distilled, dense(FEATURES, recipe.hidden, seed=1), 2 * recipe.epochs, "network")
