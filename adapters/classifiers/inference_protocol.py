"""The messages of the Open Inference Protocol v2 that are exchanged about digits."""

import json
import re
from collections.abc import Sequence
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, StringConstraints

from swagdigit import ClassifierUnavailable, DigitImage, Prediction

LENGTH = "Inference-Header-Content-Length"
"""Where the JSON ends and the bytes of the tensors begin."""

BINARY = "binary_tensor_data"
"""The extension of servers that take and give tensors as bytes behind the JSON."""

_PIXELS = DigitImage.SIDE**2
_DIGITS = 10
_INK = ("ink", "UINT8", [-1, _PIXELS])
_TYPES = {"FP32": "<f4", "FP64": "<f8"}
# It is told with each answer, kept with each image, and names a series of the metrics.
_Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{0,200}$")]


class ServerMetadata(BaseModel):
    """What a server says of itself."""

    extensions: list[str] = []


class Tensor(BaseModel):
    """A tensor's description, and its elements if they are not behind the JSON."""

    name: str
    datatype: str
    shape: list[int]
    data: list[float] | list[list[float]] | None = None


class ModelMetadata(BaseModel):
    """What a model takes and gives."""

    inputs: list[Tensor]
    outputs: list[Tensor]

    def verify(self) -> None:
        """
        Make sure that the model takes digits and gives their probabilities.

        Raises:
            ClassifierUnavailable: it is another.
        """
        taken = [(one.name, one.datatype, one.shape) for one in self.inputs]
        given = [one.shape for one in self.outputs if _is_probabilities(one)]
        if taken != [_INK] or given != [[-1, _DIGITS]]:
            outputs = [(one.name, one.datatype, one.shape) for one in self.outputs]
            raise ClassifierUnavailable(
                f"the model takes {taken} and gives {outputs}; to tell digits apart it has to take"
                f" {[_INK]} and to give `probabilities`, FP32 or FP64, {[-1, _DIGITS]}"
            )


class InferAnswer(BaseModel):
    """What a model says."""

    model_name: _Name
    model_version: _Name | None = None
    outputs: list[Tensor]

    def predictions(self, count: int, behind: bytes) -> list[Prediction]:
        """
        Return what is said of so many images, by the JSON or by the bytes behind it.

        Raises:
            ValueError: it is not the probabilities of so many.
        """
        [output] = [one for one in self.outputs if _is_probabilities(one)]
        if output.shape != [count, _DIGITS]:
            raise ValueError(f"the shape is {output.shape}, not {[count, _DIGITS]}")
        rows = _elements(output, behind).reshape(count, _DIGITS)
        model = self.model_version or self.model_name
        return [Prediction(tuple(row), model) for row in rows.tolist()]


def infer_request(images: Sequence[DigitImage], *, binary: bool) -> tuple[bytes, dict[str, str]]:
    """Return the body and the headers that ask for the probabilities of the images."""
    ink = b"".join(image.ink for image in images)
    tensor: dict[str, Any] = {"name": "ink", "datatype": "UINT8", "shape": [len(images), _PIXELS]}
    output: dict[str, Any] = {"name": "probabilities"}
    if not binary:
        text = json.dumps({"inputs": [tensor | {"data": [*ink]}], "outputs": [output]})
        return text.encode(), {"Content-Type": "application/json"}
    tensor["parameters"] = {"binary_data_size": len(ink)}
    output["parameters"] = {"binary_data": True}
    head = json.dumps({"inputs": [tensor], "outputs": [output]}).encode()
    headers = {"Content-Type": "application/octet-stream", LENGTH: str(len(head))}
    return head + ink, headers


def infer_answer(body: bytes, length: str | None, count: int) -> list[Prediction]:
    """
    Read the answer about so many images; `length` is what its header LENGTH says, if it has one.

    Raises:
        ValueError: it is none.
    """
    if length is None:
        return InferAnswer.model_validate_json(body).predictions(count, b"")
    if not re.fullmatch(r"\d{1,12}", length, re.ASCII):
        raise ValueError(f"{LENGTH} is {length!r}")
    text, behind = body[: int(length)], body[int(length) :]
    return InferAnswer.model_validate_json(text).predictions(count, behind)


def _is_probabilities(tensor: Tensor) -> bool:
    return tensor.name == "probabilities" and tensor.datatype in _TYPES


def _elements(output: Tensor, behind: bytes) -> NDArray[Any]:
    # There is one wanted output, so that all bytes are its own.
    if output.data is None:
        return np.frombuffer(behind, _TYPES[output.datatype])
    return np.array(output.data, np.float64)
