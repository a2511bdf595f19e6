"""What the Open Inference Protocol v2 answers, as pydantic models."""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from web.schemas.base import BYTES, Answer


class ServerLive(Answer):
    """The server answers."""

    live: Literal[True]


class ServerReady(Answer):
    """The server and its model answer."""

    ready: Literal[True]


class ModelReady(Answer):
    """The model answers."""

    name: str
    ready: Literal[True]


class ServerMetadata(Answer):
    """What the server is."""

    name: str
    version: str
    extensions: list[str]


class TensorMetadata(Answer):
    """A tensor that the model takes or gives; -1 stands for any number."""

    name: str
    datatype: str
    shape: list[int]


class ModelMetadata(Answer):
    """What the model takes and gives."""

    name: str
    versions: list[str]
    platform: str
    inputs: list[TensorMetadata]
    outputs: list[TensorMetadata]


class OutputTensor(TensorMetadata):
    """A tensor with its elements, row by row in `data`, or as bytes behind the JSON."""

    parameters: dict[str, Any] | None = None
    data: list[float] | list[int] | None = None


class InferAnswer(Answer):
    """What the model says, one row for each image."""

    model_config = ConfigDict(
        # Where a client asks for tensors as bytes, they follow the JSON.
        openapi_extra={"content": {"application/octet-stream": {"schema": BYTES}}},  # type: ignore[typeddict-unknown-key]
        json_schema_extra={
            "example": {
                "model_name": "digits",
                "model_version": "digits-20250131-0ce05687",
                "id": "42",
                "outputs": [{"name": "digit", "datatype": "INT64", "shape": [1], "data": [7]}],
            }
        },
    )

    model_name: str
    model_version: Annotated[str, Field(description="The version of the model that answered")]
    id: Annotated[str | None, Field(description="Present if the request has one")] = None
    outputs: list[OutputTensor]
