"""A real artifact, small and untrained."""

from itertools import pairwise

import numpy as np
import pytest

from adapters.classifiers.features import FEATURES
from training.export import export
from training.pipeline import as_pipeline

SIZES = (FEATURES, 4, 11)


@pytest.fixture(scope="session")
def pipeline():
    """A pipeline of eleven classes, its weights given by chance."""
    random = np.random.default_rng(0)
    return as_pipeline(
        [
            (random.normal(0, 0.5, (inputs, outputs)).astype(np.float32), np.zeros(outputs, "f4"))
            for inputs, outputs in pairwise(SIZES)
        ]
    )


@pytest.fixture
def artifact(tmp_path, pipeline):
    """The pipeline's files; the path of the pickle."""
    path = tmp_path / "model.pkl"
    export(pipeline, path)
    return path
