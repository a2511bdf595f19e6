"""Parts that tell how long they took."""

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import override

from swagdigit import Classifier, DigitImage, ImageReader, Prediction, Reading
from web.observability.metrics import Stage

type StageObserver = Callable[[Stage, float], None]
"""Is told that a stage has ended now, and how many seconds it took."""


class ObservedReader(ImageReader):
    """A reader, each reading timed."""

    def __init__(self, reader: ImageReader, *, observe_stage: StageObserver) -> None:
        self._reader = reader
        self._observe_stage = observe_stage

    @override
    def read(self, received: bytes | str) -> Reading:
        begun = perf_counter()
        try:
            return self._reader.read(received)
        finally:
            self._observe_stage("read", perf_counter() - begun)

    @override
    def for_batch(self) -> ImageReader:
        return ObservedReader(self._reader.for_batch(), observe_stage=self._observe_stage)


class ObservedClassifier(Classifier):
    """
    A classifier, each call timed.

    Args:
        count_predictions: is told what was said of each image; None where the images are only tried out,
            so that they say nothing of what comes in.
    """

    def __init__(
        self,
        classifier: Classifier,
        *,
        observe_stage: StageObserver,
        count_predictions: Callable[[Sequence[DigitImage], Sequence[Prediction]], None]
        | None = None,
    ) -> None:
        self._classifier = classifier
        self._observe_stage = observe_stage
        self._count_predictions = count_predictions

    @override
    def classify(self, images: Sequence[DigitImage]) -> list[Prediction]:
        begun = perf_counter()
        try:
            predictions = self._classifier.classify(images)
        finally:
            self._observe_stage("classify", perf_counter() - begun)
        if self._count_predictions:
            self._count_predictions(images, predictions)
        return predictions

    @override
    def check(self) -> None:
        self._classifier.check()

    @override
    def reload(self) -> None:
        self._classifier.reload()
