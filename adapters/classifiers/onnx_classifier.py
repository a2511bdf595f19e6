"""OnnxClassifier: the model of this project without pickle or scikit-learn, run by ONNX Runtime."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import override

import numpy as np
import onnxruntime

from adapters.classifiers.manifest import Manifest
from swagdigit import Classifier, ClassifierUnavailable, DigitImage, Prediction


@dataclass(frozen=True, slots=True)
class _Model:
    session: onnxruntime.InferenceSession
    version: str


class OnnxClassifier(Classifier):
    """
    Opens the artifact's `.onnx` when it is first needed, and only if the manifest vouches for it.

    A file that is missing or refused is tried again at the next call, so that the service is well
    again as soon as the file is.
    """

    def __init__(self, artifact: Path) -> None:
        self._file = artifact.with_suffix(".onnx")
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
        [probabilities] = model.session.run(["probabilities"], {"ink": ink})
        return [Prediction(tuple(row[:10]), model.version) for row in probabilities.tolist()]

    def _loaded(self) -> _Model:
        if self._model is None:
            with self._loading:
                self._model = self._model or _open(self._file)
        return self._model


def _open(file: Path) -> _Model:
    manifest = Manifest.beside(file)
    content = manifest.verified(file)
    options = onnxruntime.SessionOptions()
    # Requests run beside each other already: threads of its own would only get in their way.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    try:
        session = onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])
    except Exception as error:  # what is raised depends on what is wrong with the file
        raise ClassifierUnavailable(f"{file} can not be opened: {error}") from error
    return _Model(session, manifest.version)
