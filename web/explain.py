"""The API that says why: which ink speaks for a digit, and which against it."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from werkzeug.exceptions import BadRequest

from swagdigit import ClassifierUnavailable, DigitPreviewer
from web.openapi import DIGITS, PREDICT_REQUEST_BODY, UNREADABLE, refusals
from web.receiving.received import received_image
from web.receiving.request_errors import InvalidParameter
from web.schemas.base import NoQuery
from web.schemas.live import ExplainAnswer


def explain_blueprint(*, previewer: DigitPreviewer) -> APIBlueprint:
    """Make the API of a previewer's explanations."""
    blueprint = APIBlueprint(
        "explain",
        __name__,
        url_prefix="/api",
        abp_tags=[DIGITS],
    )

    @blueprint.post(
        "/explain",
        operation_id="explain",
        description="The image is answered like a live one, and not kept.",
        openapi_extensions={"requestBody": PREDICT_REQUEST_BODY},
        responses={
            200: ExplainAnswer,
            **refusals(
                BadRequest,
                InvalidParameter,
                *UNREADABLE,
                ClassifierUnavailable,
            ),
        },
    )
    def explain(query: NoQuery) -> Response:  # noqa: ARG001 (it is checked)
        """Say which ink on an image speaks for its digit, and which against it."""
        return ExplainAnswer.explaining(previewer.explain(received_image())).to_response()

    return blueprint
