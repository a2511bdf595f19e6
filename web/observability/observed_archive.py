"""An archive that tells how long it took, and how it fared."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import override

from swagdigit import (
    ArchivedImage,
    ArchiveEntry,
    ArchiveUnavailable,
    ImageArchive,
    Prediction,
)
from web.observability.metrics import Metrics, Operation
from web.observability.observed import StageObserver

_TOLERATED = ("keep", "record")  # may fail without a refusal
_log = logging.getLogger(__name__)


class ObservedArchive(ImageArchive):
    """
    An archive, its failures counted, and the keeping of an image timed.

    The two methods that every image passes have no context manager, which takes a microsecond.

    Args:
        is_required: whether an image that can not be kept is refused.
    """

    def __init__(
        self,
        archive: ImageArchive,
        *,
        observe_stage: StageObserver,
        metrics: Metrics,
        is_required: bool = True,
    ) -> None:
        self._archive = archive
        self._is_required = is_required
        self._observe_stage = observe_stage
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
            self._observe_stage("archive", perf_counter() - begun)
        self._metrics.count_archived(len(png))
        return image_id

    @override
    def record(self, image_id: str, prediction: Prediction) -> None:
        try:
            self._archive.record(image_id, prediction)
        except ArchiveUnavailable as error:
            self._failed("record", error)
            raise

    @override
    def record_blank(self, image_id: str) -> None:
        with self._failures_of("record"):
            self._archive.record_blank(image_id)

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
        # Of all else, and where keeping is required, the refusal says so.
        if operation in _TOLERATED and not self._is_required:
            _log.warning("the archive can not %s an image: %s", operation, error)
        self._metrics.count_archive_failure(operation)

    @contextmanager
    def _failures_of(self, operation: Operation) -> Iterator[None]:
        try:
            yield
        except ArchiveUnavailable as error:
            self._failed(operation, error)
            raise
