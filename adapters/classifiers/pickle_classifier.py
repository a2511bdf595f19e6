"""PickleClassifier: asks a scikit-learn pipeline that was pickled by the notebook."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any, override

import numpy as np
import sklearn

from adapters.classifiers import allow_list
from adapters.classifiers.manifest import Manifest
from swagdigit import Classifier, ClassifierUnavailable, DigitImage, Prediction

_DIGITS = list(range(10))


@dataclass(frozen=True, slots=True)
class _Model:
    pipeline: Any
    version: str


class PickleClassifier(Classifier):
    """
    Opens the artifact when it is first needed, and only if its manifest vouches for it.

    An artifact that is missing or refused is tried again at the next call, so that the service
    is well again as soon as the file is.
    """

    def __init__(self, artifact: Path) -> None:
        self._artifact = artifact
        self._model: _Model | None = None
        self._loading = Lock()

    @override
    def check(self) -> None:
        self._loaded()

    @override
    def classify(self, images: Sequence[DigitImage]) -> list[Prediction]:
        model = self._loaded()
        if not images:
            return []
        joined = b"".join(image.ink for image in images)
        ink = np.frombuffer(joined, np.uint8).reshape(len(images), -1)
        # What is checked once here need not be checked in each step of the pipeline.
        with sklearn.config_context(assume_finite=True, skip_parameter_validation=True):
            probabilities = model.pipeline.predict_proba(ink)[:, : len(_DIGITS)].tolist()
        return [Prediction(tuple(row), model.version) for row in probabilities]

    def _loaded(self) -> _Model:
        if self._model is None:
            with self._loading:
                self._model = self._model or _open(self._artifact)
        return self._model


def _open(artifact: Path) -> _Model:
    """Open the artifact, after everything that can be checked without opening it."""
    manifest = Manifest.beside(artifact)
    content = manifest.verified(artifact)
    manifest.verify_libraries()
    pipeline = allow_list.load(content)
    classes = list(getattr(pipeline, "classes_", []))
    if classes != manifest.classes or classes[: len(_DIGITS)] != _DIGITS:
        raise ClassifierUnavailable(f"the artifact tells {classes} apart, not digits")
    return _Model(pipeline, manifest.version)
