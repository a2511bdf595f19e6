"""ArtifactClassifier: what classifiers that open a file of the artifact have in common."""

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Protocol, override

import numpy as np
from numpy.typing import NDArray

from adapters.turn import NO_TURN, Turn
from swagdigit import Classifier, DigitImage, Prediction


class Model(Protocol):
    """An opened file."""

    @property
    def version(self) -> str:
        """The version that its manifest names."""
        ...

    def probabilities(self, ink: NDArray[np.uint8]) -> list[list[float]]:
        """Return those of the ten digits for each of n x 784 levels of ink."""
        ...


class ArtifactClassifier(Classifier):
    """
    Opens the file when it is first needed, and only if its manifest vouches for it.

    A file that is missing or refused is tried again at the next call, so that the service is
    well again as soon as the file is.

    Args:
        file: what is opened.
        turn: what is held while the network calculates.
    """

    def __init__(self, file: Path, *, turn: Turn = NO_TURN) -> None:
        self._file = file
        self._turn = turn
        self._model: Model | None = None
        self._loading = Lock()

    @abstractmethod
    def _open(self, file: Path) -> Model:
        """
        Open the file, after everything that can be checked without opening it.

        Raises:
            ClassifierUnavailable: it is missing or refused.
        """

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
        with self._turn:
            return [Prediction(tuple(row), model.version) for row in model.probabilities(ink)]

    @override
    def reload(self) -> None:
        with self._loading:
            self._model = self._open(self._file)

    def _loaded(self) -> Model:
        if self._model is None:
            with self._loading:
                self._model = self._model or self._open(self._file)
        return self._model
