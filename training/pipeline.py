"""The network as a scikit-learn pipeline, which is calibrated, exported and pickled."""

import numpy as np
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import LabelBinarizer

from adapters.classifiers.features import GradientDirections
from training.layers import CLASSES, Layers


def as_pipeline(layers: Layers) -> Pipeline:
    """Return the pipeline from n x 784 ink, 0 to 255, to the n x 11 probabilities of the classes."""
    inputs, *hidden = (len(weights) for weights, _ in layers)
    network = MLPClassifier(hidden)
    # What fitting sets, without what only further fitting needs: that would double the file.
    vars(network).update(
        _label_binarizer=LabelBinarizer().fit(range(CLASSES)),
        classes_=np.arange(CLASSES),
        coefs_=[weights for weights, _ in layers],
        intercepts_=[biases for _, biases in layers],
        n_features_in_=inputs,
        n_layers_=len(layers) + 1,
        n_outputs_=CLASSES,
        out_activation_="softmax",
    )
    return Pipeline([("directions", GradientDirections()), ("network", network)])
