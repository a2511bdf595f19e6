"""What may be wrong with a request that Werkzeug has no word for."""

from typing import NoReturn

from pydantic import ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType


class JsonExpected(UnsupportedMediaType):
    """What is not JSON can not carry what is asked for."""


class BrokenBody(BadRequest):
    """What the request carries is cut off or, unpacked, broken."""


class UnknownPacking(UnsupportedMediaType):
    """The body is packed in a way that is not known."""


class NoImages(BadRequest):
    """The request carries no list of images."""


class SeveralImages(BadRequest):
    """The request carries more images than the one that is recognised."""


class TooManyImages(RequestEntityTooLarge):
    """The request carries more images than are recognised at once."""


class InvalidLabel(BadRequest):
    """What was sent as a label is no digit."""


class InvalidParameter(BadRequest):
    """A parameter of the address is unknown, repeated, or has an impossible value."""


class NoTensors(BadRequest):
    """The request carries no inputs of an inference."""


class InvalidTensors(BadRequest):
    """The tensors of an inference are not those of the model."""


def refuse_parameter(error: ValidationError) -> NoReturn:
    """
    Refuse a request whose address pydantic finds fault with.

    Raises:
        InvalidParameter: always.
    """
    raise InvalidParameter from error
