"""Tracing: where the time of each request goes, told to an OpenTelemetry collector by setting."""

import os
import time
from threading import Lock
from typing import TYPE_CHECKING

from flask import Flask

from web.observability.metrics import Stage
from web.observability.observed import StageObserver
from web.settings import InvalidSettings, Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor
    from opentelemetry.trace import Tracer

_STANDARD = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
# Whoever watches over the service asks often, and is always answered the same.
_NOT_TRACED = (
    r"^https?://[^/]+/(healthz|readyz|metrics|v2/health/\w+|v2/models/digits/ready)(\?|$)"
)


class Tracing:
    """
    Makes a span of each request but a watcher's, and of each stage in it, and sends them to a collector.

    Nothing of OpenTelemetry is imported before one is made.

    Args:
        collector: its address, without `/v1/traces`; None for what the variables of OpenTelemetry
            say, which decide on all else too (sampling, headers, the service's name).

    Raises:
        InvalidSettings: OpenTelemetry is not installed.
    """

    def __init__(self, collector: str | None) -> None:
        try:
            from opentelemetry.sdk.resources import (  # noqa: PLC0415
                OTELResourceDetector,
                Resource,
            )
            from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        except ImportError as error:
            raise InvalidSettings(
                "tracing needs OpenTelemetry, which is not installed: poetry install --extras tracing"
            ) from error
        # What is given here would hide what the variables say.
        told = OTELResourceDetector().detect().attributes
        self._provider: TracerProvider = TracerProvider(
            resource=Resource.create({"service.name": "swagdigit", **told})
        )
        self._tracer: Tracer = self._provider.get_tracer(__name__)
        self._collector = collector
        self._exporting: int | None = None
        self._beginning = Lock()

    def init_app(self, app: Flask) -> None:
        """Let the app make a span of a request, which goes on the trace of who asks."""
        from opentelemetry.instrumentation.flask import FlaskInstrumentor  # noqa: PLC0415

        app.before_request(self._export)
        FlaskInstrumentor().instrument_app(  # type: ignore[no-untyped-call]
            app, tracer_provider=self._provider, excluded_urls=_NOT_TRACED
        )

    def observing(self, observe_stage: StageObserver) -> StageObserver:
        """Return what makes a span of each stage, and then tells `observe_stage` of it."""

        def observe(stage: Stage, seconds: float) -> None:
            end = time.time_ns()
            span = self._tracer.start_span(stage, start_time=end - round(seconds * 1e9))
            span.end(end)
            observe_stage(stage, seconds)

        return observe

    def _export(self) -> None:
        """Begin to send, once in each process: the thread that sends is not there after a fork."""
        if self._exporting == os.getpid():
            return
        with self._beginning:  # what ends before it has begun would be lost
            if self._exporting != os.getpid():
                self._provider.add_span_processor(self._sender())
                self._exporting = os.getpid()

    def _sender(self) -> "SpanProcessor":
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415
            OTLPSpanExporter,
        )
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

        endpoint = self._collector and self._collector.rstrip("/") + "/v1/traces"
        return BatchSpanProcessor(OTLPSpanExporter(endpoint))


def tracing_of(settings: Settings) -> Tracing | None:
    """
    Return what the settings, or the variables of OpenTelemetry, ask for.

    Raises:
        InvalidSettings: it is not installed.
    """
    if settings.tracing or any(map(os.environ.get, _STANDARD)):
        return Tracing(settings.tracing)
    return None


def stage_observer(observe_stage: StageObserver, tracing: Tracing | None) -> StageObserver:
    """Return what is told of each stage: `observe_stage`, and the tracing if there is one."""
    return tracing.observing(observe_stage) if tracing else observe_stage
