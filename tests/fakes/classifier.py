"""Classifiers for tests that are about something else."""

from collections.abc import Sequence
from typing import override

from swagdigit import Classifier, ClassifierUnavailable, DigitImage, Prediction

SURE_OF_5 = (0.02, 0.03, 0.05, 0.04, 0.01, 0.7532, 0.02, 0.03, 0.02, 0.0268)
UNSURE = (0.417, 0.2, 0.1, 0.083, 0.05, 0.05, 0.04, 0.03, 0.02, 0.01)


class FixedClassifier(Classifier):
    """Says the same of every image."""

    def __init__(
        self, probabilities: Sequence[float] = SURE_OF_5, *, model: str = "fixed-1"
    ) -> None:
        self._prediction = Prediction(tuple(probabilities), model)

    @override
    def classify(self, images: Sequence[DigitImage]) -> list[Prediction]:
        return [self._prediction for _ in images]

    @override
    def check(self) -> None:
        pass


class UnavailableClassifier(Classifier):
    """Has no model."""

    @override
    def classify(self, images: Sequence[DigitImage]) -> list[Prediction]:
        raise ClassifierUnavailable("no model")

    @override
    def check(self) -> None:
        raise ClassifierUnavailable("no model")
