"""The Open Inference Protocol v2: the clients of KServe and Triton can ask the model."""

from collections.abc import Callable

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from werkzeug.exceptions import RequestEntityTooLarge

from swagdigit import Classifier, ClassifierUnavailable
from web.inference_bodies import received_parts, with_tensors
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
from web.received import TooManyImages
from web.tensors import INPUTS, OUTPUTS, InferRequest, answered

MODEL = "digits"


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
        text, behind = received_parts(at_most=max_batch)
        asked = InferRequest.of(text)
        images = asked.images(behind)
        if len(images) > max_batch:
            raise TooManyImages
        predictions = classifier.classify(images)
        outputs, behind = answered(asked, predictions)
        answered_by = predictions[0].model if predictions else version()
        answer = InferAnswer(model_name=MODEL, model_version=answered_by, outputs=outputs)
        if asked.id is not None:
            answer.id = asked.id
        return with_tensors(answer, behind)

    return blueprint
