"""The Open Inference Protocol v2: the clients of KServe and Triton can ask the model."""

import re
from collections.abc import Callable

from flask import Response, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from werkzeug.exceptions import RequestEntityTooLarge

from swagdigit import Classifier, ClassifierUnavailable, DigitImage
from web.inference_schemas import (
    InferAnswer,
    ModelMetadata,
    ModelReady,
    ServerLive,
    ServerMetadata,
    ServerReady,
)
from web.openapi import INFER_REQUEST_BODY, OPENAPI_OPTIONS, refusals
from web.problems import InvalidTensors
from web.received import TooManyImages, received_body
from web.tensors import INPUTS, OUTPUTS, InferRequest, answered

MODEL = "digits"

# Where the JSON ends and the bytes of the tensors begin, in requests and answers.
_LENGTH = "Inference-Header-Content-Length"
_A_LENGTH = re.compile(r"\d{1,12}", re.ASCII)

# The most that JSON takes for an image, each pixel in a list of its own: ` [255],` is 7 signs. A
# longer text would be read into a great many objects before it could be refused.
_TEXT_PER_IMAGE = 8 * DigitImage.SIDE**2
_SHORT = 65_536  # signs; harmless, whatever they say
_BLANK = DigitImage(bytes(DigitImage.SIDE**2))


def inference_blueprint(
    *, classifier: Classifier, version: Callable[[], str], max_batch: int
) -> APIBlueprint:
    """
    Make the protocol's endpoints.

    Args:
        classifier: is asked.
        version: returns the version of its model.
        max_batch: how many images it is given at once.
    """
    blueprint = APIBlueprint(
        "inference",
        __name__,
        url_prefix="/v2",
        abp_tags=[Tag(name="inference", description="Open Inference Protocol v2")],
    )

    @blueprint.get(
        "", operation_id="server", responses={200: ServerMetadata, **refusals(limited=False)}
    )
    def server() -> Response:
        """Tell what the server is."""
        return ServerMetadata(
            name="swagdigit",
            version=OPENAPI_OPTIONS["info"].version,
            extensions=["binary_tensor_data"],
        ).to_response()

    @blueprint.get(
        "/health/live",
        operation_id="server_live",
        responses={200: ServerLive, **refusals(limited=False)},
    )
    def live() -> Response:
        """Tell that the server answers."""
        return ServerLive(live=True).to_response()

    @blueprint.get(
        "/health/ready",
        operation_id="server_ready",
        responses={200: ServerReady, **refusals(ClassifierUnavailable, limited=False)},
    )
    def ready() -> Response:
        """Tell whether the model can be asked."""
        classifier.check()
        return ServerReady(ready=True).to_response()

    @blueprint.get(
        f"/models/{MODEL}/ready",
        operation_id="model_ready",
        responses={200: ModelReady, **refusals(ClassifierUnavailable)},
    )
    def model_ready() -> Response:
        """Tell whether the model can be asked."""
        classifier.check()
        return ModelReady(name=MODEL, ready=True).to_response()

    @blueprint.get(
        f"/models/{MODEL}",
        operation_id="model",
        responses={200: ModelMetadata, **refusals(ClassifierUnavailable)},
    )
    def model() -> Response:
        """Tell what the model takes and gives."""
        return ModelMetadata(
            name=MODEL,
            versions=[version()],
            platform="swagdigit",
            inputs=INPUTS,
            outputs=OUTPUTS,
        ).to_response()

    @blueprint.post(
        f"/models/{MODEL}/infer",
        operation_id="infer",
        description=(
            "The images are digits that were read already, and are not kept. Tensors may travel as "
            "bytes behind the JSON, in both directions (the extension `binary_tensor_data`)."
        ),
        openapi_extensions={"requestBody": INFER_REQUEST_BODY},
        responses={
            200: InferAnswer,
            **refusals(
                InvalidTensors, RequestEntityTooLarge, TooManyImages, ClassifierUnavailable
            ),
        },
    )
    def infer() -> Response:
        """Tell digits apart."""
        text, behind = _parts(received_body())
        asked = InferRequest.of(_at_most(text, max_batch))
        images = asked.images(behind)
        if len(images) > max_batch:
            raise TooManyImages
        predictions = classifier.classify(images)
        outputs, behind = answered(asked, predictions)
        answered_by = predictions[0].model if predictions else version()
        answer = InferAnswer(model_name=MODEL, model_version=answered_by, outputs=outputs)
        if asked.id is not None:
            answer.id = asked.id
        return _response(answer, behind)

    return blueprint


def version_of(classifier: Classifier) -> str:
    """
    Ask a classifier which model it has.

    Raises:
        ClassifierUnavailable: none.
    """
    [blank] = classifier.classify([_BLANK])
    return blank.model


def _at_most(text: bytes, max_batch: int) -> bytes:
    if len(text) > max(max_batch * _TEXT_PER_IMAGE, _SHORT):
        raise TooManyImages
    return text


def _parts(body: bytes) -> tuple[bytes, bytes]:
    length = request.headers.get(_LENGTH)
    if length is None:
        return body, b""
    if not (_A_LENGTH.fullmatch(length) and int(length) <= len(body)):
        raise InvalidTensors
    return body[: int(length)], body[int(length) :]


def _response(answer: InferAnswer, behind: bytes) -> Response:
    response = answer.to_response()
    if behind:
        text = response.get_data()
        response.set_data(text + behind)
        response.mimetype = "application/octet-stream"
        response.headers[_LENGTH] = str(len(text))
    return response
