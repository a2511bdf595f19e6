"""The JSON API for programs, the canvas page among them."""

from flask import Response
from flask_babel import gettext
from flask_openapi3.blueprint import APIBlueprint
from werkzeug.exceptions import BadRequest

from swagdigit import (
    ArchiveUnavailable,
    CertaintyTooLow,
    ClassifierUnavailable,
    DigitPreviewer,
    DigitRecogniser,
    Recognition,
    SystemMonitor,
)
from web.i18n import localised
from web.openapi import (
    BATCH_REQUEST_BODY,
    DIGITS,
    PREDICT_REQUEST_BODY,
    UNREADABLE,
    UNRECEIVED,
    refusals,
)
from web.receiving.received import received_image, received_images
from web.receiving.request_errors import InvalidParameter, JsonExpected, NoImages, TooManyImages
from web.refusing import refusal_of
from web.schemas.base import NoQuery
from web.schemas.live import LiveAnswer, PredictOrLiveAnswer
from web.schemas.ops import SystemInfo
from web.schemas.predict import BatchAnswer, PredictAnswer, PredictQuery
from web.schemas.refusals import Refusal


def api_blueprint(
    *,
    recogniser: DigitRecogniser,
    previewer: DigitPreviewer,
    monitor: SystemMonitor,
    max_batch: int,
) -> APIBlueprint:
    """Make the API of a recogniser, a previewer and a monitor."""
    blueprint = APIBlueprint(
        "api",
        __name__,
        url_prefix="/api",
        abp_tags=[DIGITS],
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
                *UNREADABLE,
                CertaintyTooLow,
                ClassifierUnavailable,
                ArchiveUnavailable,
            ),
        },
    )
    def predict(query: PredictQuery) -> Response:
        """Recognise the digit on an image."""
        if query.live:
            return LiveAnswer.of(previewer.preview(received_image())).to_response()
        recognition = recogniser.recognise(received_image())
        response = _told(recognition).to_response()
        return response if recognition.image_id is not None else localised(response)

    @blueprint.post(
        "/predict/batch",
        operation_id="predict_batch",
        description=(
            "Each image is kept and answered as by `predict`, all of them at once. There is no "
            "`live` batch."
        ),
        openapi_extensions={"requestBody": BATCH_REQUEST_BODY},
        responses={
            200: BatchAnswer,
            **refusals(InvalidParameter, NoImages, TooManyImages, JsonExpected, *UNRECEIVED),
        },
    )
    def predict_batch(query: NoQuery) -> Response:  # noqa: ARG001 (it is checked)
        """Recognise the digits on many images."""
        images = received_images(at_most=max_batch)
        results = [_result(outcome) for outcome in recogniser.recognise_many(images)]
        return localised(BatchAnswer(results=results).to_response())

    @blueprint.get(
        "/system_info",
        operation_id="system_info",
        responses={200: SystemInfo, **refusals(InvalidParameter)},
    )
    def system_info(query: NoQuery) -> Response:  # noqa: ARG001 (it is checked)
        """Tell how busy the machine is."""
        return SystemInfo.of(monitor.load()).to_response()

    return blueprint


def _result(outcome: Recognition | Exception) -> PredictAnswer | Refusal:
    return _told(outcome) if isinstance(outcome, Recognition) else refusal_of(outcome)


def _told(recognition: Recognition) -> PredictAnswer:
    answer = PredictAnswer.of(recognition)
    if recognition.image_id is None:
        answer.warning = gettext("L'image n'a pas pu être conservée.")
    return answer
