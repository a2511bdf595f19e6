"""How the network learns: from the labels, and from two teachers that see the digits differently."""

from pathlib import Path

import numpy as np

from adapters.classifiers.features import FEATURES
from training.distillation import Lesson, teaching
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

    def trained(lesson: Lesson, first: Layers, epochs: int, name: str) -> Layers:
        return train(lesson, first, epochs=epochs, checkpoint=folder / f"{name}.pkl")

    features = Lesson(features_of(samples.ink), samples.labels)
    pixels = Lesson((samples.ink / np.float32(255)).astype(np.float16), samples.labels)
    alike = trained(features, dense(FEATURES, recipe.hidden), recipe.epochs, "alike")
    kernels, hidden, epochs = recipe.seeing
    seeing = trained(pixels, convolutional(kernels, hidden), epochs, "seeing")
    lesson = features._replace(
        taught=teaching((alike, features.features), (seeing, pixels.features))
    )
    # What others say can be learnt for longer than labels, before it is learnt by heart.
    return trained(lesson, dense(FEATURES, recipe.hidden, seed=1), 2 * recipe.epochs, "network")
