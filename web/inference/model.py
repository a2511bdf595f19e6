"""The model's part of the Open Inference Protocol v2: is it ready, what is it, and what does it say."""

from collections.abc import Callable
from typing import Annotated, Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from pydantic import BaseModel, Field
from werkzeug.exceptions import NotFound

from swagdigit import Classifier, ClassifierUnavailable
from web.inference.bodies import received_parts, with_tensors
from web.inference.schemas import InferAnswer, ModelMetadata, ModelReady
from web.inference.tensors import INPUTS, OUTPUTS, InferRequest, answered
from web.openapi import INFER_REQUEST_BODY, UNRECEIVED, refusals
from web.receiving.request_errors import InvalidTensors, NoTensors, TooManyImages

MODEL = "digits"

type View = Callable[[], Response]

_OPTIONS: dict[str, dict[str, Any]] = {
    "model_ready": {
        "responses": {200: ModelReady, **refusals(ClassifierUnavailable, limited=False)},
    },
    "model": {"responses": {200: ModelMetadata, **refusals(ClassifierUnavailable)}},
    "infer": {
        "description": (
            "The images are digits that were read already, and are not kept. Tensors may travel as "
            "bytes behind the JSON, in both directions (the extension `binary_tensor_data`)."
        ),
        "openapi_extensions": {"requestBody": INFER_REQUEST_BODY},
        "responses": {
            200: InferAnswer,
            **refusals(
                NoTensors, InvalidTensors, TooManyImages, *UNRECEIVED, ClassifierUnavailable
            ),
        },
    },
}


class VersionPath(BaseModel):
    """The address of a version of the model."""

    version: Annotated[str, Field(description="One of the `versions` in the model's metadata")]


def add_model(
    blueprint: APIBlueprint, *, classifier: Classifier, version: Callable[[], str], max_batch: int
) -> None:
    """Let the blueprint answer for the model, whether or not an address names its version."""

    def model_ready() -> Response:
        """Tell whether the model can be asked."""
        classifier.check()
        return ModelReady(name=MODEL, ready=True).to_response()

    def model() -> Response:
        """Tell what the model takes and gives."""
        return ModelMetadata(
            name=MODEL,
            versions=[version()],
            platform="swagdigit",
            inputs=INPUTS,
            outputs=OUTPUTS,
        ).to_response()

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

    for add, suffix, view in (
        (blueprint.get, "/ready", model_ready),
        (blueprint.get, "", model),
        (blueprint.post, "/infer", infer),
    ):
        name = view.__name__
        add(f"/models/{MODEL}{suffix}", operation_id=name, **_OPTIONS[name])(view)
        of_version = _of_version(view, version)
        options = _OPTIONS[name] | {
            "responses": refusals(NotFound, limited=False) | _OPTIONS[name]["responses"],
            "operation_id": of_version.__name__,
        }
        add(f"/models/{MODEL}/versions/<version>{suffix}", **options)(of_version)


def _of_version(view: View, version: Callable[[], str]) -> Callable[[VersionPath], Response]:
    def of_version(path: VersionPath) -> Response:
        if path.version != version():
            raise NotFound
        return view()

    of_version.__name__ = f"{view.__name__}_of_version"
    of_version.__doc__ = view.__doc__
    return of_version
