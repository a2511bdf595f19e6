"""How the API is documented: what flask-openapi3 can not read from the views themselves."""

from typing import Any

from flask_openapi3.models.info import Info
from flask_openapi3.models.tag import Tag
from flask_openapi3.types import ResponseDict
from werkzeug.exceptions import (
    InternalServerError,
    RequestEntityTooLarge,
    TooManyRequests,
    UnsupportedMediaType,
)

from swagdigit import BlankImage, ImageTooLarge, InvalidImage, __version__
from web.errors import row_of
from web.receiving.request_errors import BrokenBody, UnknownPacking, refuse_parameter
from web.schemas.base import BYTES, EXAMPLE_ID
from web.schemas.images import LabelRequest
from web.schemas.predict import BatchRequest, PredictRequest
from web.schemas.refusals import Refusal

# flask-openapi3 adds its own answer to a malformed parameter wherever this status is not
# documented. No operation leaves this one out, and the answer is one of ours.
OPENAPI_OPTIONS: dict[str, Any] = {
    "info": Info(
        title="SwagDigitClassifier3000",
        version=__version__,
        description="Reads handwritten digits, and says how certain it is.",
    ),
    "validation_error_status": InternalServerError.code,
    "validation_error_model": Refusal,
    "validation_error_callback": refuse_parameter,
    "security_schemes": {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "`SWAGDIGIT_TOKEN`; not needed on the machine that the service runs on",
        }
    },
    "doc_ui": False,
}

DIGITS = Tag(name="digits", description="Recognise digits")

UNRECEIVED = (RequestEntityTooLarge, UnknownPacking, BrokenBody)
"""Why what a request carries may not even be looked at, whatever it is."""

UNREADABLE = (
    InvalidImage,
    ImageTooLarge,
    UnsupportedMediaType,
    BlankImage,
    *UNRECEIVED,
)
"""Why a received image may have no digit to tell, whatever is asked of it."""


PREDICT_REQUEST_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": PredictRequest.model_json_schema()},
        "multipart/form-data": {
            "schema": {"type": "object", "required": ["image"], "properties": {"image": BYTES}}
        },
        "image/*": {"schema": BYTES},
    },
}

LABEL_REQUEST_BODY = {
    "required": True,
    "content": {"application/json": {"schema": LabelRequest.model_json_schema()}},
}

ACCESS: list[dict[str, list[str]]] = [{"token": []}, {}]

BATCH_REQUEST_BODY = {
    "required": True,
    "content": {"application/json": {"schema": BatchRequest.model_json_schema()}},
}

_INFER_REQUEST = {
    "type": "object",
    "required": ["inputs"],
    "properties": {
        "id": {"type": "string"},
        "inputs": {"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": 1},
        "outputs": {"type": "array", "items": {"type": "object"}},
        "parameters": {"type": "object"},
    },
    "example": {
        "inputs": [{"name": "ink", "datatype": "UINT8", "shape": [1, 784], "data": [0] * 784}],
        "outputs": [{"name": "digit"}],
    },
}

INFER_REQUEST_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": _INFER_REQUEST},
        "application/octet-stream": {"schema": BYTES},
    },
}

_HEADERS = {
    TooManyRequests.code: {
        "Retry-After": {"description": "In how many seconds", "schema": {"type": "integer"}}
    }
}

_DETAILS: dict[str, dict[str, Any]] = {
    "blank_image": {"image_id": EXAMPLE_ID},
    "certainty_too_low": {"certainty": 41.7, "image_id": EXAMPLE_ID},
}


def file_of(mimetype: str) -> dict[str, Any]:
    """Document an answer that is a file."""
    return {"description": "A file", "content": {mimetype: {"schema": BYTES}}}


def refusals(*errors: type[Exception], limited: bool = True) -> ResponseDict:
    """
    Document the answers to these errors as `web.errors` has them.

    An unexpected error may happen everywhere, and unless it is not `limited`, too many calls.
    Of several with the same code, the first one is the example.
    """
    common = (TooManyRequests, InternalServerError) if limited else (InternalServerError,)
    examples: dict[int, dict[str, Any]] = {}
    for row in map(row_of, (*errors, *common)):
        value = {"error": str(row.sentence), "code": row.code, **_DETAILS.get(row.code, {})}
        examples.setdefault(row.status, {}).setdefault(row.code, {"value": value})
    return {status: _response(status, of_status) for status, of_status in examples.items()}


def _response(status: int, examples: dict[str, Any]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Refusal.__name__}"}
    return {
        "headers": _HEADERS.get(status, {}),
        "description": " or ".join(f"`{code}`" for code in examples),
        "content": {"application/json": {"schema": schema, "examples": examples}},
    }
