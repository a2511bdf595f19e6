"""The Open Inference Protocol v2: the clients of KServe and Triton can ask the model."""

from collections.abc import Callable

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from swagdigit import Classifier, ClassifierUnavailable
from web.inference.model import add_model
from web.inference.schemas import ServerLive, ServerMetadata, ServerReady
from web.openapi import OPENAPI_OPTIONS, refusals


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

    add_model(blueprint, classifier=classifier, version=version, max_batch=max_batch)
    return blueprint
