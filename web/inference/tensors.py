"""Tensors of the Open Inference Protocol v2: read from a request, and written into an answer."""

import math
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from swagdigit import DigitImage, Prediction
from web.inference.schemas import OutputTensor, TensorMetadata
from web.receiving.request_errors import InvalidTensors, NoTensors

_PIXELS = DigitImage.SIDE**2

# Some clients say null for what they leave out.
_Parameters = Annotated[
    dict[str, Any], BeforeValidator(lambda given: {} if given is None else given)
]

INPUTS = [TensorMetadata(name="ink", datatype="UINT8", shape=[-1, _PIXELS])]
OUTPUTS = [
    TensorMetadata(name="digit", datatype="INT64", shape=[-1]),
    TensorMetadata(name="probabilities", datatype="FP64", shape=[-1, 10]),
]


class InputTensor(BaseModel):
    """An input: its elements in `data`, flat or nested, or as bytes behind the JSON."""

    name: Literal["ink"]
    datatype: Literal["UINT8"]
    # Numbers without end would be multiplied with each other.
    shape: Annotated[list[Annotated[int, Field(ge=0)]], Field(min_length=2, max_length=8)]
    parameters: _Parameters = {}
    data: list[Any] | None = None


class WantedOutput(BaseModel):
    """An output that the client asks for."""

    name: Literal["digit", "probabilities"]
    parameters: _Parameters = {}


class InferRequest(BaseModel):
    """What a client asks."""

    id: str | None = None
    inputs: Annotated[list[InputTensor], Field(min_length=1, max_length=1)]
    outputs: Annotated[list[WantedOutput], Field(max_length=len(OUTPUTS))] | None = None
    parameters: _Parameters = {}

    @classmethod
    def of(cls, text: bytes) -> "InferRequest":
        """
        Read the JSON of a request.

        Raises:
            NoTensors: it is no object with inputs.
            InvalidTensors: they, or the outputs that it wants, are not those of the model.
        """
        try:
            return cls.model_validate_json(text)
        except ValidationError as exc:
            raise (NoTensors if _has_no_inputs(exc) else InvalidTensors) from exc

    def wanted(self) -> Iterator[tuple[str, bool]]:
        """Give the names of the wanted outputs, and whether each is wanted as bytes."""
        default = self.parameters.get("binary_data_output", False) is True
        if not self.outputs:
            yield from ((output.name, default) for output in OUTPUTS)
        for output in self.outputs or ():
            yield output.name, output.parameters.get("binary_data", default) is True

    def images(self, behind: bytes) -> list[DigitImage]:
        """
        Return the images of the input; its elements are in the JSON or in the bytes behind it.

        Raises:
            InvalidTensors: they are not as many as its shape says, or no levels of ink.
        """
        [tensor] = self.inputs
        count, *image = tensor.shape
        if math.prod(image) != _PIXELS:
            raise InvalidTensors
        ink = behind if tensor.data is None else _levels(tensor.data)
        announced = tensor.parameters.get("binary_data_size", 0)
        if len(ink) != count * _PIXELS or announced != len(behind):
            raise InvalidTensors
        return [DigitImage(ink[at : at + _PIXELS]) for at in range(0, len(ink), _PIXELS)]


def _has_no_inputs(error: ValidationError) -> bool:
    faults = error.errors(include_url=False, include_input=False)
    return any(at["loc"] in {(), ("inputs",)} and at["type"] != "too_long" for at in faults)


def _levels(data: list[Any]) -> bytes:
    """Return the elements. Not by np.array: of texts it makes room for each as for the longest."""
    while kinds := {*map(type, data)}:
        if kinds == {int}:
            break
        if kinds != {list} or len({*map(len, data)}) > 1:  # nested in an uneven way
            raise InvalidTensors
        data = list(chain.from_iterable(data))
    try:
        return bytes(data)
    except (ValueError, OverflowError) as exc:
        raise InvalidTensors from exc


def answered(
    request: InferRequest, predictions: Sequence[Prediction]
) -> tuple[list[OutputTensor], bytes]:
    """Return the outputs that the request wants, and the bytes that go behind their JSON."""
    rows = [prediction.probabilities for prediction in predictions]
    elements = {
        "digit": np.array([prediction.digit for prediction in predictions], "<i8"),
        "probabilities": np.array(rows, "<f8").reshape(len(rows), 10),
    }
    outputs, behind = [], b""
    for name, as_bytes in request.wanted():
        outputs.append(_output(name, elements[name], as_bytes=as_bytes))
        behind += elements[name].tobytes() if as_bytes else b""
    return outputs, behind


def _output(name: str, elements: NDArray[Any], *, as_bytes: bool) -> OutputTensor:
    [datatype] = [output.datatype for output in OUTPUTS if output.name == name]
    shape = list(elements.shape)
    if as_bytes:
        size = {"binary_data_size": elements.nbytes}
        return OutputTensor(name=name, datatype=datatype, shape=shape, parameters=size)
    return OutputTensor(name=name, datatype=datatype, shape=shape, data=elements.ravel().tolist())
