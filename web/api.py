"""The JSON API for programs, the canvas page among them."""

from flask import Response
from flask_babel import gettext
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from swagdigit import (
    ArchiveUnavailable,
    BlankImage,
    CertaintyTooLow,
    ClassifierUnavailable,
    DigitGlimpser,
    DigitRecogniser,
    ImageTooLarge,
    InvalidImage,
    SystemMonitor,
)
from web.i18n import localised
from web.live import LiveAnswer, PredictOrLiveAnswer, PredictQuery
from web.openapi import PREDICT_REQUEST_BODY, refusals
from web.problems import InvalidParameter
from web.received import received_image
from web.schemas import PredictAnswer, SystemInfo


def api_blueprint(
    *, recogniser: DigitRecogniser, glimpser: DigitGlimpser, monitor: SystemMonitor
) -> APIBlueprint:
    """Make the API of a recogniser, a glimpser and a monitor."""
    blueprint = APIBlueprint(
        "api",
        __name__,
        url_prefix="/api",
        abp_tags=[Tag(name="digits", description="Recognise digits")],
    )

    @blueprint.post(
        "/predict",
        operation_id="predict",
        description=(
            "Every image that can be read is kept, and named by the `image_id`. With `live=1` "
            "none is, and the answer is a `LiveAnswer`, however low the certainty."
        ),
        openapi_extensions={"requestBody": PREDICT_REQUEST_BODY},
        responses={
            200: PredictOrLiveAnswer,
            **refusals(
                BadRequest,
                InvalidParameter,
                InvalidImage,
                RequestEntityTooLarge,
                ImageTooLarge,
                UnsupportedMediaType,
                BlankImage,
                CertaintyTooLow,
                ClassifierUnavailable,
                ArchiveUnavailable,
            ),
        },
    )
    def predict(query: PredictQuery) -> Response:
        """Recognise the digit on an image."""
        if query.live:
            return LiveAnswer.of(glimpser.glimpse(received_image())).to_response()
        recognition = recogniser.recognise(received_image())
        answer = PredictAnswer.of(recognition)
        if recognition.image_id is not None:
            return answer.to_response()
        answer.warning = gettext("L'image n'a pas pu être conservée.")
        return localised(answer.to_response())

    @blueprint.get(
        "/system_info", operation_id="system_info", responses={200: SystemInfo, **refusals()}
    )
    def system_info() -> Response:
        """Tell how busy the machine is."""
        return SystemInfo.of(monitor.load()).to_response()

    return blueprint
