"""A model that is no good at digits, but of which one can say what it should say."""

import numpy as np

WEIGHTS = np.sin(np.arange(7840.0)).reshape(784, 10) / 1000


def expected(ink):
    """Return the n x 10 probabilities that it gives n x 784 levels of ink."""
    strengths = np.exp(ink @ WEIGHTS)
    return strengths / strengths.sum(axis=1, keepdims=True)
