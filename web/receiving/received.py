"""What a request carries: the image, in each of the forms that are accepted, or a label."""

from flask import request
from pydantic import ValidationError
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from web.receiving.bodies import received_body, received_json
from web.receiving.forms import parts_named
from web.receiving.request_errors import (
    InvalidLabel,
    JsonExpected,
    NoImages,
    SeveralImages,
    TooManyImages,
)
from web.schemas.images import LabelRequest
from web.schemas.predict import BatchRequest, PredictRequest


def received_image() -> bytes | str:
    """
    Return the image that the request carries: the bytes of a file, or base64 text.

    Raises:
        BadRequest: it carries none, or several.
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
        return _image_in_form(received_body())
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


def _image_in_form(body: bytes) -> bytes | str:
    boundary = request.mimetype_params.get("boundary", "")
    try:
        parts = parts_named("image", body, boundary)
    except ValueError as exc:
        raise BadRequest from exc
    # A browser sends an empty part for a file that nobody has chosen.
    images = [part for part in parts if part]
    if len(images) > 1:
        raise SeveralImages
    return images[0] if images else b""
