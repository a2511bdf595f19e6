"""The API that says why: which ink speaks for a digit, and which against it."""

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from swagdigit import (
    BlankImage,
    ClassifierUnavailable,
    DigitGlimpser,
    ImageTooLarge,
    InvalidImage,
)
from web.live import ExplainAnswer
from web.openapi import PREDICT_REQUEST_BODY, refusals
from web.received import received_image


def explain_blueprint(*, glimpser: DigitGlimpser) -> APIBlueprint:
    """Make the API of a glimpser's explanations."""
    blueprint = APIBlueprint(
        "explain",
        __name__,
        url_prefix="/api",
        abp_tags=[Tag(name="digits", description="Recognise digits")],
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
                InvalidImage,
                RequestEntityTooLarge,
                ImageTooLarge,
                UnsupportedMediaType,
                BlankImage,
                ClassifierUnavailable,
            ),
        },
    )
    def explain() -> Response:
        """Say which ink on an image speaks for its digit, and which against it."""
        return ExplainAnswer.explaining(glimpser.explain(received_image())).to_response()

    return blueprint
