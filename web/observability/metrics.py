"""Metrics: what an operator can see from outside, for Prometheus."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Literal, get_args, override

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.metrics_core import InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from swagdigit import DigitImage, Prediction
from web.observability.drift_features import CERTAINTY_BINS, DIGIT_BINS, INK_BINS, ink_share
from web.schemas.refusals import Code
from web.serving.slots import shared_folder, use_slots

type Stage = Literal["read", "archive", "classify"]
type Operation = Literal["keep", "record", "label", "get", "list", "delete", "check"]

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

# When a series began is of no use to anybody.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics(Collector):
    """
    Counts and measures.

    What is counted in every request has its series found once: to look one up takes longer than
    to add to it.
    """

    def __init__(self) -> None:
        use_slots()
        registry = self._registry = CollectorRegistry()
        self._model: str | None = None
        self._requests = Counter(
            "swagdigit_requests",
            "Requests answered; an address that does not exist is of the endpoint `unknown`",
            ("endpoint", "method", "status"),
            registry=registry,
        )
        self._durations = Histogram(
            "swagdigit_request_seconds",
            "How long the application took to answer",
            ("endpoint",),
            buckets=_SECONDS,
            registry=registry,
        )
        stages = Histogram(
            "swagdigit_stage_seconds",
            "How long a stage of the work took: to read an image, to archive it, to classify",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        predictions = Counter(
            "swagdigit_predictions", "Digits told apart", ("digit",), registry=registry
        )
        self._certainty = Histogram(
            "swagdigit_certainty_percent",
            "How certain the model was, told or not",
            buckets=CERTAINTY_BINS,
            registry=registry,
        )
        self._ink = Histogram(
            "swagdigit_ink_share",
            "Share of the pixels of a digit that are not paper",
            buckets=INK_BINS,
            registry=registry,
        )
        refusals = Counter(
            "swagdigit_refusals",
            "Requests, and images of a batch, that were refused",
            ("code",),
            registry=registry,
        )
        self._archived = Counter(
            "swagdigit_archive_bytes", "Bytes of the images that were kept", registry=registry
        )
        failures = Counter(
            "swagdigit_archive_failures",
            "What the archive could not do",
            ("operation",),
            registry=registry,
        )
        self._stages = {name: stages.labels(name) for name in get_args(Stage.__value__)}
        self._digits = [predictions.labels(str(digit)) for digit in DIGIT_BINS]
        self._refusals = {code: refusals.labels(code) for code in get_args(Code)}
        self._failures = {name: failures.labels(name) for name in get_args(Operation.__value__)}
        self._requests_of = cache(self._requests.labels)
        self._durations_of = cache(self._durations.labels)

    def count_request(
        self, endpoint: str | None, method: str, status: int, seconds: float
    ) -> None:
        """Count a request."""
        method = method if method in _METHODS else "other"
        endpoint = endpoint or "unknown"
        self._requests_of(endpoint, method, status).inc()
        self._durations_of(endpoint).observe(seconds)

    def observe_stage(self, stage: Stage, seconds: float) -> None:
        """Note how long a stage took."""
        self._stages[stage].observe(seconds)

    def count_predictions(
        self, images: Sequence[DigitImage], predictions: Sequence[Prediction]
    ) -> None:
        """Count what was said of images."""
        for image, prediction in zip(images, predictions, strict=True):
            self._digits[prediction.digit].inc()
            self._certainty.observe(prediction.certainty)
            self._ink.observe(ink_share(image))
            self._model = prediction.model

    def set_model(self, model: str) -> None:
        """Note which model answers."""
        self._model = model

    def count_refusal(self, code: Code) -> None:
        """Count a refusal."""
        self._refusals[code].inc()

    def count_archived(self, size: int) -> None:
        """Count an image that was kept, of so many bytes."""
        self._archived.inc(size)

    def count_archive_failure(self, operation: Operation) -> None:
        """Count what the archive could not do."""
        self._failures[operation].inc()

    @override
    def collect(self) -> Iterable[Metric]:
        """Give what all processes have counted, and what this one knows of its model."""
        folder = shared_folder()
        if folder is None:
            yield from self._registry.collect()
        else:
            yield from MultiProcessCollector(None, folder).collect()  # type: ignore[no-untyped-call]
        if self._model is not None:
            yield InfoMetricFamily("swagdigit_model", "The model", {"version": self._model})
