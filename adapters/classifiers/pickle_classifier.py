"""PickleClassifier: asks a scikit-learn pipeline that was pickled by the notebook."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, override

import numpy as np
import sklearn
from numpy.typing import NDArray

from adapters.classifiers import allow_list
from adapters.classifiers.artifact_classifier import ArtifactClassifier
from adapters.classifiers.manifest import Manifest
from swagdigit import ClassifierUnavailable

_DIGITS = list(range(10))


@dataclass(frozen=True, slots=True)
class _Model:
    pipeline: Any
    version: str

    def probabilities(self, ink: NDArray[np.uint8]) -> list[list[float]]:
        # What is checked once here need not be checked in each step of the pipeline.
        with sklearn.config_context(assume_finite=True, skip_parameter_validation=True):
            digits: list[list[float]] = self.pipeline.predict_proba(ink)[
                :, : len(_DIGITS)
            ].tolist()
        return digits


class PickleClassifier(ArtifactClassifier):
    """Asks the artifact's pickle."""

    @override
    def _open(self, file: Path) -> _Model:
        manifest = Manifest.beside(file)
        content = manifest.verified(file)
        manifest.verify_libraries()
        pipeline = allow_list.load(content)
        classes = list(getattr(pipeline, "classes_", []))
        if classes != manifest.classes or classes[: len(_DIGITS)] != _DIGITS:
            raise ClassifierUnavailable(f"the artifact tells {classes} apart, not digits")
        return _Model(pipeline, manifest.version)
