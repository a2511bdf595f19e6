"""How the network learns: from the labels, and from two teachers that see the digits differently."""

from pathlib import Path

from adapters.classifiers.features import CELLS, FEATURES
from training.distillation import Lesson, teaching
from training.layers import Layers, convolutional, dense
from training.network import features_of, train
from training.recipe import Recipe
from training.samples import Samples

FINE_CELLS = 2 * CELLS
"""Along each side of the page, as the finer teacher sees it."""


def learn(samples: Samples, recipe: Recipe, folder: Path) -> Layers:
    """
    Train a teacher like the network and a finer one, then the network by what both say.

    Args:
        samples: what to learn from.
        recipe: how large the networks are, and how many rounds each takes.
        folder: where each network's checkpoint is kept, to go on from.
    """

    def trained(lesson: Lesson, first: Layers, name: str) -> Layers:
        return train(lesson, first, rounds=recipe.rounds, checkpoint=folder / f"{name}.pkl")

    coarse, fine = (
        Lesson(features_of(samples.ink, cells), samples.labels) for cells in (CELLS, FINE_CELLS)
    )
    kernels, *hidden = recipe.fine
    taught = teaching(
        (trained(coarse, dense(FEATURES, recipe.hidden), "coarse"), coarse.features),
        (trained(fine, convolutional(FINE_CELLS, kernels, hidden), "fine"), fine.features),
    )
    lesson = coarse._replace(taught=taught)
    return trained(lesson, dense(FEATURES, recipe.hidden, seed=1), "network")
