"""Health, for whoever operates the service."""

from collections.abc import Callable, Mapping

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from swagdigit import SwagDigitError
from web.errors import row_of
from web.i18n import localised
from web.openapi import refusals
from web.schemas import Liveness, Readiness, Unreadiness


def ops_blueprint(*, checks: Mapping[str, Callable[[], None]]) -> APIBlueprint:
    """Make the health endpoints; each named check raises a SwagDigitError while it fails."""
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
        failures = {name: exc for name, check in checks.items() if (exc := _failure(check))}
        ok, failing = [name for name in checks if name not in failures], list(failures)
        if not failing:
            return Readiness(ok=ok, failing=failing).to_response()
        row = row_of(type(failures[failing[0]]))
        answer = Unreadiness(error=str(row.sentence), code=row.code, ok=ok, failing=failing)
        return localised(answer.to_response(503))

    return blueprint


def _failure(check: Callable[[], None]) -> SwagDigitError | None:
    try:
        check()
    except SwagDigitError as exc:
        return exc
    return None
