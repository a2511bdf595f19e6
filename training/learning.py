"""The training of the shipped network: from the labels, and from two teachers with different inputs."""

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
    Train two teachers, one on features and one on pixels, then the network on the labels and the
    teachers' soft targets.

    Args:
        samples: what to learn from.
        recipe: how large the networks are, and how many epochs each takes.
        folder: where each network's checkpoint is kept, to resume from.
    """

    def trained(training_set: TrainingSet, initial: Layers, epochs: int, name: str) -> Layers:
        return train(training_set, initial, epochs=epochs, checkpoint=folder / f"{name}.pkl")

    features = TrainingSet(features_of(samples.ink), samples.labels)
    pixels = TrainingSet((samples.ink / np.float32(255)).astype(np.float16), samples.labels)
    hidden, epochs = recipe.hidden, recipe.epochs
    feature_teacher = trained(features, dense(FEATURES, hidden), epochs, "feature_teacher")
    settings = recipe.convolutional_teacher
    convolutions = convolutional(settings.kernels, settings.hidden)
    convolutional_teacher = trained(pixels, convolutions, settings.epochs, "convolutional_teacher")
    targets = soft_targets(
        (feature_teacher, features.features), (convolutional_teacher, pixels.features)
    )
    distilled = features._replace(soft_targets=targets)
    # Soft targets take longer than labels to be overfitted.
    return trained(distilled, dense(FEATURES, hidden, seed=1), 2 * epochs, "network")
