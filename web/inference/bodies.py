"""What an inference carries, and is answered by: JSON, and behind it the bytes of tensors."""

import codecs
import re

from flask import Response, request

from swagdigit import DigitImage
from web.inference.schemas import InferAnswer
from web.receiving.bodies import received_body
from web.receiving.request_errors import InvalidTensors, TooManyImages

# Where the JSON ends and the bytes of the tensors begin, in requests and answers.
_LENGTH = "Inference-Header-Content-Length"
_A_LENGTH = re.compile(r"\d{1,12}", re.ASCII)

# Each value of JSON but the first follows one of these. With more of them than that of images, each
# pixel in a list of its own, a text would be read into a great many objects before it is refused.
_BEFORE_VALUES = (b",", b"[", b"{")
_VALUES_PER_IMAGE = 2 * DigitImage.SIDE**2 + DigitImage.SIDE + 1
_VALUES = 1000  # in whatever else there is; harmless


def received_parts(*, at_most: int) -> tuple[bytes, bytes]:
    """
    Return the JSON that the request carries, without the mark that some put before it, and the bytes
    of the tensors behind it.

    Args:
        at_most: images that the JSON may hold.

    Raises:
        InvalidTensors: there are fewer bytes than the header says, or it says no number.
        TooManyImages: the JSON has more values than that of so many images.
        RequestEntityTooLarge: all is longer than is read.
    """
    text, behind = _parts(received_body())
    if sum(map(text.count, _BEFORE_VALUES)) > at_most * _VALUES_PER_IMAGE + _VALUES:
        raise TooManyImages
    return text.removeprefix(codecs.BOM_UTF8), behind


def with_tensors(answer: InferAnswer, behind: bytes) -> Response:
    """Return the answer as an HTTP response, with the bytes of the tensors behind it, if any."""
    response = answer.to_response()
    if behind:
        text = response.get_data()
        response.set_data(text + behind)
        response.mimetype = "application/octet-stream"
        response.headers[_LENGTH] = str(len(text))
    return response


def _parts(body: bytes) -> tuple[bytes, bytes]:
    length = request.headers.get(_LENGTH)
    if length is None:
        return body, b""
    if not (_A_LENGTH.fullmatch(length) and int(length) <= len(body)):
        raise InvalidTensors
    return body[: int(length)], body[int(length) :]
