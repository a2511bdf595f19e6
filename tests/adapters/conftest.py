"""A real artifact, small and badly trained."""

import numpy as np
import pytest
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline

from adapters.classifiers.features import GradientDirections
from training.export import export


@pytest.fixture(scope="session")
def pipeline():
    """A pipeline of eleven classes."""
    random = np.random.default_rng(0)
    network = MLPClassifier((4,), max_iter=1, random_state=0)
    pipeline = Pipeline([("directions", GradientDirections()), ("network", network)])
    with pytest.warns(match="hasn't converged"):
        return pipeline.fit(random.integers(0, 256, (44, 784)), np.arange(44) % 11)


@pytest.fixture
def artifact(tmp_path, pipeline):
    """The pipeline's files; the path of the pickle."""
    path = tmp_path / "model.pkl"
    export(pipeline, path)
    return path
