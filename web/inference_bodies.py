"""What an inference carries, and is answered by: JSON, and behind it the bytes of tensors."""

import re

from flask import Response, request

from swagdigit import DigitImage
from web.bodies import received_body
from web.inference_schemas import InferAnswer
from web.request_errors import InvalidTensors, TooManyImages

# Where the JSON ends and the bytes of the tensors begin, in requests and answers.
_LENGTH = "Inference-Header-Content-Length"
_A_LENGTH = re.compile(r"\d{1,12}", re.ASCII)

# The most that JSON takes for an image, each pixel in a list of its own: ` [255],` is 7 signs. A
# longer text would be read into a great many objects before it could be refused.
_TEXT_PER_IMAGE = 8 * DigitImage.SIDE**2
_SHORT = 65_536  # signs; harmless, whatever they say


def received_parts(*, at_most: int) -> tuple[bytes, bytes]:
    """
    Return the JSON that the request carries, and the bytes of the tensors behind it.

    Args:
        at_most: images that the JSON may hold.

    Raises:
        InvalidTensors: there are fewer bytes than the header says, or it says no number.
        TooManyImages: the JSON is longer than that of so many images.
        RequestEntityTooLarge: all is longer than is read.
    """
    text, behind = _parts(received_body())
    if len(text) > max(at_most * _TEXT_PER_IMAGE, _SHORT):
        raise TooManyImages
    return text, behind


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
