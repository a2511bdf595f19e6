"""The network as scikit-learn has it: what is calibrated, exported and pickled."""

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline

from adapters.classifiers.features import GradientDirections
from training.network import CLASSES, Layers


def as_pipeline(layers: Layers) -> Pipeline:
    """Return the pipeline from n x 784 ink, 0 to 255, to the n x 11 probabilities of the classes."""
    inputs, *hidden = (len(weights) for weights, _ in layers)
    network = MLPClassifier(hidden)
    # Only fitting makes what else a fitted network has.
    network.partial_fit(np.zeros((1, inputs), np.float32), [0], classes=np.arange(CLASSES))
    network.coefs_ = [weights for weights, _ in layers]
    network.intercepts_ = [biases for _, biases in layers]
    return Pipeline([("directions", GradientDirections()), ("network", network)])
