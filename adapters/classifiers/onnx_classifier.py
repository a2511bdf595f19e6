"""OnnxClassifier: the model of this project without pickle or scikit-learn, run by ONNX Runtime."""

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Any, override

import numpy as np
from numpy.typing import NDArray

from adapters.classifiers.artifact_classifier import ArtifactClassifier
from adapters.classifiers.manifest import DIGITS, Manifest
from adapters.turn import NO_TURN, Turn
from swagdigit import ClassifierUnavailable, DigitImage, Prediction

# ONNX Runtime would tell its makers how it is used; it reads this when it is imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

_TRIAL = f"""
import json, sys, numpy, onnxruntime
session = onnxruntime.InferenceSession(
    sys.stdin.buffer.read(), providers=["CPUExecutionProvider"]
)
pages = numpy.repeat(numpy.array([[0], [255]], numpy.uint8), {DigitImage.SIDE**2}, axis=1)
said = [session.run(["probabilities"], {{"ink": ink}})[0].tolist() for ink in (pages[:1], pages)]
print(json.dumps(said))
"""
_PATIENCE = 60  # seconds


class _Model:
    """A verified file, opened by whichever process first asks it."""

    def __init__(self, content: bytes, version: str) -> None:
        self.version = version
        self._content = content
        self._session: Any = None
        self._opening = Lock()

    def probabilities(self, ink: NDArray[np.uint8]) -> list[list[float]]:
        [rows] = self._opened().run(["probabilities"], {"ink": ink})
        digits: list[list[float]] = rows[:, : len(DIGITS)].tolist()
        return digits

    def _opened(self) -> Any:
        if self._session is None:
            with self._opening:
                self._session = self._session or _open_session(self._content)
        return self._session


class OnnxClassifier(ArtifactClassifier):
    """
    Asks the `.onnx` beside the artifact's pickle.

    ONNX Runtime starts threads as soon as it is imported, and a process that is forked without
    them aborts at its end. So a server may check, reload and fork, and only the process that
    classifies has ONNX Runtime in it.
    """

    def __init__(self, artifact: Path, *, turn: Turn = NO_TURN) -> None:
        super().__init__(artifact.with_suffix(".onnx"), turn=turn)

    @override
    def _open(self, file: Path) -> _Model:
        manifest = Manifest.beside(file)
        content = manifest.verified(file)
        manifest.verify_digits()
        _try(file, content, manifest)
        return _Model(content, manifest.version)


def _try(file: Path, content: bytes, manifest: Manifest) -> None:
    """
    Open the file once, in a process of its own, and have it read one page, and then two at a time.

    Raises:
        ClassifierUnavailable: ONNX Runtime does not open it, or what it says is no prediction.
    """
    # -P: nothing that lies in the current folder is imported. What is run is written above.
    program = [sys.executable, "-P", "-c", _TRIAL]
    try:
        tried = subprocess.run(  # noqa: S603
            program, input=content, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ClassifierUnavailable(f"{file} can not be tried: {error}") from error
    # Not by the exit status: a server that waits for all of its children may have taken that.
    try:
        _verify(tried.stdout, manifest)
    except (ValueError, TypeError) as error:
        last_line = tried.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        raise ClassifierUnavailable(f"{file} can not be used: {last_line or error}") from error


def _verify(said: bytes, manifest: Manifest) -> None:
    """
    Make sure that what was said of one page, and of two, is a prediction for each.

    Raises:
        ValueError, TypeError: it is not.
    """
    [row], [first, second] = json.loads(said)
    for probabilities in (row, first, second):
        if len(probabilities) != len(manifest.classes):
            told = len(probabilities)
            raise ValueError(f"it tells {told} classes apart, not {len(manifest.classes)}")
        Prediction(tuple(probabilities[: len(DIGITS)]), manifest.version)


def _open_session(content: bytes) -> Any:
    import onnxruntime  # noqa: PLC0415 (see OnnxClassifier)

    options = onnxruntime.SessionOptions()
    # Requests run beside each other already: threads of its own would only get in their way.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(content, options, ["CPUExecutionProvider"])
