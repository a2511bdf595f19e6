"""The JSON of refusals, as pydantic models."""

from typing import Annotated, Literal

from pydantic import Field

from web.schemas.base import Answer
from web.setting_types import Percent

Code = Literal[
    "invalid_request",
    "invalid_parameter",
    "invalid_label",
    "invalid_tensors",
    "invalid_image",
    "blank_image",
    "certainty_too_low",
    "image_too_large",
    "request_too_large",
    "too_many_requests",
    "unsupported_media_type",
    "token_required",
    "access_denied",
    "not_found",
    "method_not_allowed",
    "classifier_unavailable",
    "archive_unavailable",
    "internal_error",
]


class Refusal(Answer):
    """Why there is no other answer."""

    error: Annotated[str, Field(description="A sentence for a person, in the asked language")]
    code: Annotated[Code, Field(description="A stable word for a program")]
    certainty: Annotated[
        Percent | None, Field(description="Present with `certainty_too_low`, in percent")
    ] = None
    image_id: Annotated[
        str | None,
        Field(description="Present if the image could be read: its name in the archive, or null"),
    ] = None
