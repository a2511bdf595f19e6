"""Refusing: every error becomes an answer of one form, and is told to whoever counts."""

from typing import Any

from blinker import Namespace
from flask import Flask, Response, current_app, g
from werkzeug import exceptions as http

from swagdigit import (
    ArchiveUnavailable,
    BlankImage,
    CertaintyTooLow,
    ClassifierUnavailable,
    SwagDigitError,
)
from web.errors import row_of
from web.i18n import localised
from web.schemas.refusals import Refusal

refused = Namespace().signal("refused")
"""Is sent by the app at each refusal, with its `code`."""


def init_app(app: Flask) -> None:
    """Let the app answer every error in the one form, whatever the address."""
    app.register_error_handler(SwagDigitError, _refuse)
    app.register_error_handler(http.HTTPException, _refuse_http)


def refusal_of(error: Exception) -> Refusal:
    """Return what is answered to an error; the operator is told of those that are ours."""
    row = row_of(type(error))
    if isinstance(error, SwagDigitError) and row.status >= http.InternalServerError.code:
        # The person may be told no more than the sentence: the operator has to know more.
        _log_once(row.code, error)
    refused.send(current_app._get_current_object(), code=row.code)  # type: ignore[attr-defined]  # noqa: SLF001
    return Refusal(error=str(row.sentence), code=row.code, **_details(error))


def _log_once(code: str, error: Exception) -> None:
    """Say of all images of a batch together what is wrong: the first reason, and no line for each."""
    told = g.setdefault("told", set())
    if code not in told:
        told.add(code)
        current_app.logger.error("%s: %s", code, error)


def _refuse(error: Exception) -> Response:
    return localised(refusal_of(error).to_response(row_of(type(error)).status))


def _details(error: Exception) -> dict[str, Any]:
    match error:
        case CertaintyTooLow():
            return {"certainty": error.prediction.certainty, "image_id": error.image_id}
        case BlankImage():
            return {"image_id": error.image_id}
        case (
            ArchiveUnavailable(image_id=str() as kept)
            | ClassifierUnavailable(image_id=str() as kept)
        ):
            return {"image_id": kept}
        case _:
            return {}


def _refuse_http(error: http.HTTPException) -> Response:
    row = row_of(type(error))
    response = refusal_of(error).to_response(error.code or row.status)
    # Allow, Retry-After and the like are part of what the error says.
    response.headers.extend(h for h in error.get_headers() if h[0] != "Content-Type")
    return localised(response)
