"""Network calculates what scikit-learn does, however small the weights are."""

import numpy as np
import pytest

from adapters.classifiers.network import Network, without_vanishing


def layers_of(network):
    """Return the weights and biases of scikit-learn's network."""
    return list(zip(network.coefs_, network.intercepts_, strict=True))


@pytest.mark.parametrize("count", [1, 2, 64])
def test_it_answers_what_scikit_learn_answers(pipeline, count):
    """One or many at a time, each probability is the same but for rounding."""
    trained = pipeline.named_steps["network"]
    features = np.random.default_rng(2).random((count, trained.n_features_in_), np.float32)
    before = features.copy()
    told = Network(layers_of(trained)).probabilities(features)

    assert told == pytest.approx(trained.predict_proba(features), abs=1e-6)
    assert np.array_equal(features, before)


def test_large_values_stay_numbers():
    """Outputs that no exponential can hold still become probabilities."""
    told = Network([(np.float32([[500.0, -500.0]]), np.float32([0, 0]))])

    assert np.array_equal(told.probabilities(np.float32([[1.0]])), [[1, 0]])


def test_only_what_vanishes_is_left_out():
    """Weights that could make numbers that are not normal become 0; nothing else changes."""
    tiny = np.finfo(np.float32).tiny
    weights = np.float32([[tiny, -tiny, tiny / 2, 1e-21, 0, 1, -3, 1e-9]])

    assert np.array_equal(without_vanishing(weights), np.float32([[0, 0, 0, 0, 0, 1, -3, 1e-9]]))
    assert without_vanishing(weights).dtype == np.float32
