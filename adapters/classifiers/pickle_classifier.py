"""PickleClassifier: asks a scikit-learn pipeline that was pickled by the notebook."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, override

import numpy as np
from numpy.typing import NDArray
from sklearn.neural_network import MLPClassifier

from adapters.classifiers import allow_list
from adapters.classifiers.artifact_classifier import ArtifactClassifier
from adapters.classifiers.features import GradientDirections, gradient_directions
from adapters.classifiers.manifest import DIGITS, Manifest
from adapters.classifiers.network import Network
from swagdigit import ClassifierUnavailable, DigitImage, Prediction


@dataclass(frozen=True, slots=True)
class _Model:
    network: Network
    version: str

    def probabilities(self, ink: NDArray[np.uint8]) -> list[list[float]]:
        rows = self.network.probabilities(gradient_directions(ink))
        digits: list[list[float]] = rows[:, : len(DIGITS)].tolist()
        return digits


class PickleClassifier(ArtifactClassifier):
    """Asks the artifact's pickle."""

    @override
    def _open(self, file: Path) -> _Model:
        manifest = Manifest.beside(file)
        content = manifest.verified(file)
        manifest.verify_libraries()
        manifest.verify_digits()
        pipeline = allow_list.load(content)
        try:
            return _fit_for_use(pipeline, manifest)
        # Its parts are of the right kinds, but anything may be in them.
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            reason = f"{type(error).__name__}: {error}"
            raise ClassifierUnavailable(f"the artifact can not be used: {reason}") from error


def _fit_for_use(pipeline: Any, manifest: Manifest) -> _Model:
    """Return the model of a pipeline that has read two pages, a blank one and one full of ink."""
    classes = [*map(int, getattr(pipeline, "classes_", []))]
    if classes != manifest.classes:
        raise ClassifierUnavailable(
            f"the artifact tells {classes} apart, not {manifest.classes} as its manifest says"
        )
    model = _Model(network_of(pipeline), manifest.version)
    pages = np.repeat(np.array([[0], [255]], np.uint8), DigitImage.SIDE**2, axis=1)
    for row in model.probabilities(pages):
        Prediction(tuple(row), model.version)
    return model


def network_of(pipeline: Any) -> Network:
    """
    Return the network of a pipeline of this project.

    Raises:
        ClassifierUnavailable: it is another.
    """
    match [step for _, step in getattr(pipeline, "steps", [])]:
        case [
            GradientDirections(),
            MLPClassifier(activation="relu", out_activation_="softmax") as network,
        ]:
            return Network(list(zip(network.coefs_, network.intercepts_, strict=True)))
        case steps:
            raise ClassifierUnavailable(f"the artifact is not of features and a network: {steps}")
