"""The network as a scikit-learn pipeline, which is calibrated, exported and pickled."""

from typing import Any

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelBinarizer

from adapters.classifiers.features import FEATURES, GradientDirections
from training.layers import Layers


def as_pipeline(layers: Layers) -> Pipeline:
    """Return the pipeline from n x 784 ink, 0 to 255, to n x classes probabilities."""
    inputs, *hidden = (len(weights) for weights, _ in layers)
    classes = np.arange(len(layers[-1][1]))
    network = MLPClassifier(hidden)
    # What fitting sets, without what only further fitting needs: that would double the file.
    vars(network).update(
        _label_binarizer=LabelBinarizer().fit(classes),
        classes_=classes,
        coefs_=[weights for weights, _ in layers],
        intercepts_=[biases for _, biases in layers],
        n_features_in_=inputs,
        n_layers_=len(layers) + 1,
        n_outputs_=len(classes),
        out_activation_="softmax",
    )
    return Pipeline([("directions", GradientDirections()), ("network", network)])


def layers_of(estimator: Any) -> Layers:
    """
    Return the layers of a pipeline like `as_pipeline` makes, or like it and fitted by scikit-learn.

    Raises:
        TypeError: it is another, which neither the service nor ONNX would calculate as it does.
    """
    match [step for _, step in getattr(estimator, "steps", [])]:
        case [
            GradientDirections(),
            MLPClassifier(activation="relu", out_activation_="softmax") as network,
        ] if network.classes_.tolist() == [*range(network.n_outputs_)] and (
            network.n_features_in_ == FEATURES
        ):
            pairs = zip(network.coefs_, network.intercepts_, strict=True)
            return [(np.float32(weights), np.float32(biases)) for weights, biases in pairs]
    raise TypeError(
        "only a fitted Pipeline of GradientDirections and an MLPClassifier of rectified units, with the"
        f" classes 0, 1, 2 and so on, can be exported, not {estimator}; see docs/model-card.md"
    )
