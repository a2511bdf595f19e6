"""OnnxClassifier: the model of this project without pickle or scikit-learn, run by ONNX Runtime."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, override

import numpy as np
from numpy.typing import NDArray

from adapters.classifiers.artifact_classifier import ArtifactClassifier
from adapters.classifiers.manifest import Manifest
from swagdigit import ClassifierUnavailable


@dataclass(frozen=True, slots=True)
class _Model:
    session: Any
    version: str

    def probabilities(self, ink: NDArray[np.uint8]) -> list[list[float]]:
        [rows] = self.session.run(["probabilities"], {"ink": ink})
        digits: list[list[float]] = rows[:, :10].tolist()
        return digits


class OnnxClassifier(ArtifactClassifier):
    """Asks the `.onnx` beside the artifact's pickle."""

    def __init__(self, artifact: Path) -> None:
        super().__init__(artifact.with_suffix(".onnx"))

    @override
    def _open(self, file: Path) -> _Model:
        manifest = Manifest.beside(file)
        content = manifest.verified(file)
        # Imported only where it is used: it starts threads, which a server that forks must not have.
        import onnxruntime  # noqa: PLC0415

        options = onnxruntime.SessionOptions()
        # Requests run beside each other already: threads of its own would only get in their way.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            session = onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])
        except Exception as error:  # what is raised depends on what is wrong with the file
            raise ClassifierUnavailable(f"{file} can not be opened: {error}") from error
        return _Model(session, manifest.version)
