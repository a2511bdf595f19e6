"""Calibration: of what is told with a certainty of 75 %, three in four are right."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import softmax
from sklearn.pipeline import Pipeline

from training.samples import Samples


def calibrate(pipeline: Pipeline, samples: Samples) -> float:
    """
    Fit the temperature on samples of writers not trained on, and build it into the network.

    Temperature scaling (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural
    networks", 2017) divides the logits by one number. Dividing the weights of the last layer
    by it is the same, and costs nothing when the model is used. The temperature is the one with the
    least Brier score (1950): the likelihood, used there, is dominated by the few labels that are wrong.

    Returns:
        The temperature; over 1 if the network was overconfident.
    """
    logits = np.log(np.clip(pipeline.predict_proba(samples.ink), 1e-30, None))
    right = samples.labels[:, None] == pipeline.classes_

    def loss(log_temperature: float) -> float:
        return float(((softmax(logits / np.exp(log_temperature), axis=1) - right) ** 2).mean())

    temperature = float(np.exp(minimize_scalar(loss, bounds=(-2, 2), method="bounded").x))
    network = pipeline.named_steps["network"]
    network.coefs_[-1] = network.coefs_[-1] / np.float32(temperature)
    network.intercepts_[-1] = network.intercepts_[-1] / np.float32(temperature)
    return temperature


def expected_calibration_error(
    certainties: NDArray[np.float64], right: NDArray[np.bool_], bins: int = 10
) -> float:
    """
    Return how far certainty and accuracy are apart, on average, 0 to 1.

    Bins of equal mass, as in Nixon et al., "Measuring calibration in deep learning" (2019).

    Args:
        certainties: of n answers, 0 to 1.
        right: whether each was right.
        bins: their number.
    """
    order = np.argsort(certainties)
    groups = [group for group in np.array_split(order, bins) if len(group)]
    gaps = [len(g) * abs(certainties[g].mean() - right[g].mean()) for g in groups]
    return float(sum(gaps) / max(len(order), 1))
