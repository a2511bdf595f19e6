"""Parts that tell how long they took, and how they fared."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter
from typing import override

from swagdigit import (
    ArchivedImage,
    ArchiveEntry,
    ArchiveUnavailable,
    Classifier,
    DigitImage,
    ImageArchive,
    ImageReader,
    Prediction,
    Reading,
)
from web.metrics import Metrics, Operation, Stage

_log = logging.getLogger(__name__)

type Took = Callable[[Stage, float], None]
"""Is told that a stage has ended now, and how many seconds it took."""


class ObservedReader(ImageReader):
    """A reader, each reading timed."""

    def __init__(self, reader: ImageReader, *, took: Took) -> None:
        self._reader = reader
        self._took = took

    @override
    def read(self, received: bytes | str) -> Reading:
        begun = perf_counter()
        try:
            return self._reader.read(received)
        finally:
            self._took("read", perf_counter() - begun)

    @override
    def for_many(self) -> ImageReader:
        return ObservedReader(self._reader.for_many(), took=self._took)


class ObservedClassifier(Classifier):
    """
    A classifier, each call timed.

    Args:
        predicted: is told what was said of each image; None where the images are only tried out,
            so that they say nothing of what comes in.
    """

    def __init__(
        self,
        classifier: Classifier,
        *,
        took: Took,
        predicted: Callable[[Sequence[DigitImage], Sequence[Prediction]], None] | None = None,
    ) -> None:
        self._classifier = classifier
        self._took = took
        self._predicted = predicted

    @override
    def classify(self, images: Sequence[DigitImage]) -> list[Prediction]:
        begun = perf_counter()
        try:
            predictions = self._classifier.classify(images)
        finally:
            self._took("classify", perf_counter() - begun)
        if self._predicted:
            self._predicted(images, predictions)
        return predictions

    @override
    def check(self) -> None:
        self._classifier.check()

    @override
    def reload(self) -> None:
        self._classifier.reload()


class ObservedArchive(ImageArchive):
    """
    An archive, its failures counted, and the keeping of an image timed.

    The two methods that every image passes have no context manager, which takes a microsecond.

    Args:
        is_required: whether an image that can not be kept is refused.
    """

    def __init__(
        self, archive: ImageArchive, *, took: Took, metrics: Metrics, is_required: bool = True
    ) -> None:
        self._archive = archive
        self._is_required = is_required
        self._took = took
        self._metrics = metrics

    @override
    def keep(self, png: bytes) -> str:
        begun = perf_counter()
        try:
            image_id = self._archive.keep(png)
        except ArchiveUnavailable as error:
            self._failed("keep", error)
            raise
        finally:
            self._took("archive", perf_counter() - begun)
        self._metrics.kept(len(png))
        return image_id

    @override
    def record(self, image_id: str, prediction: Prediction) -> None:
        try:
            self._archive.record(image_id, prediction)
        except ArchiveUnavailable as error:
            self._failed("record", error)
            raise

    @override
    def label(self, image_id: str, digit: int) -> None:
        with self._failures_of("label"):
            self._archive.label(image_id, digit)

    @override
    def get(self, image_id: str) -> ArchivedImage:
        with self._failures_of("get"):
            return self._archive.get(image_id)

    @override
    def ids(self, *, labelled: bool = False) -> list[str]:
        with self._failures_of("list"):
            return self._archive.ids(labelled=labelled)

    @override
    def latest(self, limit: int, *, before: str | None = None) -> list[ArchiveEntry]:
        with self._failures_of("list"):
            return self._archive.latest(limit, before=before)

    @override
    def delete(self, image_id: str) -> None:
        with self._failures_of("delete"):
            self._archive.delete(image_id)

    @override
    def check(self) -> None:
        with self._failures_of("check"):
            self._archive.check()

    def _failed(self, operation: Operation, error: ArchiveUnavailable) -> None:
        if not self._is_required:  # else the refusal says so
            _log.warning("the archive can not %s an image: %s", operation, error)
        self._metrics.archive_failed(operation)

    @contextmanager
    def _failures_of(self, operation: Operation) -> Iterator[None]:
        try:
            yield
        except ArchiveUnavailable:
            self._metrics.archive_failed(operation)
            raise
