"""Health and metrics, for whoever operates the service."""

import logging
from collections.abc import Callable, Container, Mapping

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from prometheus_client.exposition import choose_encoder
from prometheus_client.registry import Collector

from swagdigit import SwagDigitError
from web.errors import row_of
from web.i18n import localised
from web.openapi import refusals
from web.schemas.ops import Liveness, Readiness, Unreadiness

_log = logging.getLogger(__name__)

_METRICS = {
    "description": "Metrics in the text format of Prometheus, or of OpenMetrics for who asks",
    "content": {
        kind: {"schema": {"type": "string"}}
        for kind in ("text/plain", "application/openmetrics-text")
    },
}


def ops_blueprint(
    *,
    checks: Mapping[str, Callable[[], None]],
    dispensable: Container[str] = (),
    metrics: Collector,
) -> APIBlueprint:
    """
    Make the endpoints of health, and of metrics.

    Args:
        checks: each raises a SwagDigitError while the part of that name fails.
        dispensable: the names of those without which images are answered all the same.
        metrics: what is told to Prometheus.
    """
    blueprint = APIBlueprint(
        "ops",
        __name__,
        abp_tags=[Tag(name="health", description="Watch the service")],
    )

    @blueprint.get(
        "/healthz", operation_id="healthz", responses={200: Liveness, **refusals(limited=False)}
    )
    def healthz() -> Response:
        """Tell that the process answers."""
        return Liveness(status="ok").to_response()

    @blueprint.get(
        "/readyz",
        operation_id="readyz",
        responses={200: Readiness, 503: Unreadiness, **refusals(limited=False)},
    )
    def readyz() -> Response:
        """Tell whether an image sent now would be answered, and what is missing if not."""
        failures = {name: exc for name, check in checks.items() if (exc := _failure(name, check))}
        ok, failing = [name for name in checks if name not in failures], list(failures)
        missing = [exc for name, exc in failures.items() if name not in dispensable]
        if not missing:
            return Readiness(ok=ok, failing=failing).to_response()
        row = row_of(type(missing[0]))
        answer = Unreadiness(error=str(row.sentence), code=row.code, ok=ok, failing=failing)
        return localised(answer.to_response(503))

    @blueprint.get(
        "/metrics",
        operation_id="metrics",
        responses={200: _METRICS, **refusals(limited=False)},
    )
    def tell_metrics() -> Response:
        """Tell Prometheus what all processes of the service have counted."""
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        return Response(encode(metrics), content_type=content_type)

    return blueprint


def _failure(name: str, check: Callable[[], None]) -> SwagDigitError | None:
    try:
        check()
    except SwagDigitError as exc:
        _log.warning("the %s fails: %s", name, exc)
        return exc
    return None
