"""What a request carries: the image, in each of the forms that are accepted, or a label."""

import codecs

from flask import request
from pydantic import ValidationError
from werkzeug.exceptions import (
    BadRequest,
    ClientDisconnected,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from web.images_schemas import LabelRequest
from web.packed import unpack
from web.predict_schemas import BatchRequest, PredictRequest
from web.request_errors import InvalidLabel, JsonExpected, NoImages, TooManyImages

_COMMAS_PER_IMAGE = 2  # one in a data URL, and one between two of them
_COMMAS = 1000  # in whatever else there is; harmless
_UNDECODABLE = "\N{REPLACEMENT CHARACTER}"


def received_image() -> bytes | str:
    """
    Return the image that the request carries: the bytes of a file, or base64 text.

    Raises:
        BadRequest: it carries none.
        UnsupportedMediaType: it is of a type that could not carry one.
        RequestEntityTooLarge: it is longer than is read.
    """
    image = _image_of(request.mimetype)
    if not image:
        raise BadRequest
    return image


def received_label() -> int:
    """
    Return the digit that the request says an image shows.

    Raises:
        InvalidLabel: it says none.
        JsonExpected: it is not JSON.
        RequestEntityTooLarge: it is longer than is read.
    """
    if not request.is_json:
        raise JsonExpected
    try:
        return LabelRequest.model_validate_json(received_json()).label
    except ValidationError as exc:
        raise InvalidLabel from exc


def received_images(*, at_most: int) -> list[str | BadRequest]:
    """
    Return the images that the request carries, as base64 text; BadRequest for what can not be one.

    Raises:
        NoImages: it carries no list of images.
        TooManyImages: there are more than are read.
        JsonExpected: it is not JSON.
        RequestEntityTooLarge: it is longer than is read.
    """
    if request.mimetype and not request.is_json:
        raise JsonExpected
    body = received_json(at_most=at_most, too_much=TooManyImages)
    try:
        images = BatchRequest.model_validate_json(body).images
    except ValidationError as exc:
        raise NoImages from exc
    if len(images) > at_most:
        raise TooManyImages
    return [image if isinstance(image, str) and image else BadRequest() for image in images]


def _image_of(mimetype: str) -> bytes | str:
    if request.is_json:
        return _image_in_json(received_json())
    if mimetype == "multipart/form-data":
        return _image_in_form()
    if mimetype.startswith("image/"):
        return received_body()
    if not mimetype and not received_body():
        return b""  # nothing has no type, so that its type can not be wrong
    raise UnsupportedMediaType


def _image_in_json(body: bytes) -> str:
    # pydantic's parser refuses what is nested too deep, where json raises RecursionError.
    try:
        return PredictRequest.model_validate_json(body).image
    except ValidationError as exc:
        raise BadRequest from exc


def _image_in_form() -> bytes | str:
    if "Content-Encoding" in request.headers:
        raise UnsupportedMediaType
    if file := request.files.get("image"):
        return file.stream.read()
    text = request.form.get("image", "")
    if _UNDECODABLE in text:  # a file that was not sent as one: its bytes are lost
        raise BadRequest
    return text


def received_json(
    *, at_most: int = 1, too_much: type[RequestEntityTooLarge] = RequestEntityTooLarge
) -> bytes:
    """
    Return the bytes of JSON that the request carries, without the mark that some put before it.

    Args:
        at_most: images that it may hold.
        too_much: what is raised if it could hold more; RequestEntityTooLarge if it is too long.
    """
    body = received_body().removeprefix(codecs.BOM_UTF8)
    # It would be read into a great many objects before it could be refused.
    if body.count(b",") > _COMMAS_PER_IMAGE * at_most + _COMMAS:
        raise too_much
    return body


def received_body() -> bytes:
    """
    Return the bytes that the request carries.

    Raises:
        RequestEntityTooLarge: there are more than are read.
        UnsupportedMediaType, BadRequest: they are packed in a way that is not known, or broken.
    """
    body = request.get_data(cache=False)
    # Werkzeug cuts a body that was sent in chunks off at the limit, without a word.
    if request.content_length is None and len(body) == request.max_content_length:
        raise RequestEntityTooLarge
    # Nor does it miss what was announced, and then not sent.
    if len(body) < (request.content_length or 0):
        raise ClientDisconnected
    if encoding := request.headers.get("Content-Encoding"):
        return unpack(body, encoding, at_most=request.max_content_length or len(body))
    return body
