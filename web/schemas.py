"""The JSON of images and what is said of them, as pydantic models: what is documented is what is answered."""

from functools import cache
from typing import Annotated, Any, Literal, Self

from flask import Response
from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from swagdigit import Recognition

Percent = Annotated[float, Field(ge=0, le=100)]
Probability = Annotated[float, Field(ge=0, le=1)]

BYTES = {"type": "string", "format": "binary"}
"""The JSON schema of a file."""

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


EXAMPLE_ID = "20250131T142501.123456Z"
IMAGE_ID = r"^[0-9]{8}T[0-9]{6}\.[0-9]{6}Z$"
EXAMPLE_MODEL = "digits-20250131-1a2b3c4d"
EXAMPLE_PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAe0lEQVR42r2Ruw2EQAxEx6sNCCmBUijt"
    "SmM7oQTICFb7LuBzaIgPR9bT2BqPA+2V9EZTItJJeGo+PyIAJjBNuU0FkpSr7SH75tY5qb2TbXCyjDI/"
    "M4ef+XFgkRvL1TRkn2qdk9o72QYnyygzNsEtKAErQCC1dAX1j59+AeEsNwTFyqRwAAAAAElFTkSuQmCC"
)


class PredictRequest(BaseModel):
    """An image as JSON."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"image": f"data:image/png;base64,{EXAMPLE_PNG}"}}
    )

    image: Annotated[
        str, Field(min_length=1, description="An image file in base64, bare or as a data URL")
    ]


class BatchRequest(BaseModel):
    """Many images as JSON."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"images": [f"data:image/png;base64,{EXAMPLE_PNG}", EXAMPLE_PNG]}
        }
    )

    # One that is no text is refused in its place, and harms no other.
    images: Annotated[
        list[Annotated[Any, WithJsonSchema({"type": "string"})]],
        Field(description="Image files in base64, bare or as data URLs"),
    ]


class Query(BaseModel):
    """The parameters of an address; others are refused, as they would be asked for in vain."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **options: Any) -> dict[str, Any]:
        """Return the schema, made once: flask-openapi3 asks for it at each request."""
        return _schema_of(cls, *args, **options)


@cache
def _schema_of(query: type[Query], *args: Any, **options: Any) -> dict[str, Any]:
    return super(Query, query).model_json_schema(*args, **options)


class Answer(BaseModel):
    """A JSON answer. A field that was not set is left out of it."""

    def to_response(self, status: int = 200) -> Response:
        """Return the answer as an HTTP response."""
        body = self.model_dump_json(exclude_unset=True)
        return Response(body, status, mimetype="application/json")


class PredictAnswer(Answer):
    """A digit that was recognised."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "prediction": 5,
                "certainty": 75.32,
                "probabilities": [0.01, 0.0, 0.02, 0.12, 0.0, 0.7532, 0.05, 0.0, 0.04, 0.0068],
                "image_id": EXAMPLE_ID,
                "model": EXAMPLE_MODEL,
            }
        }
    )

    prediction: Annotated[int, Field(ge=0, le=9, description="The digit")]
    certainty: Annotated[
        Percent, Field(description="How probable the digit is, in percent with two decimals")
    ]
    probabilities: Annotated[
        list[Probability],
        Field(
            min_length=10,
            max_length=10,
            description="Of the digits 0 to 9; what is missing to 1 is that it is none of them",
        ),
    ]
    image_id: Annotated[
        str | None, Field(description="The image's name in the archive; null if it was not kept")
    ]
    model: Annotated[str, Field(description="The version of the model that answered")]
    warning: Annotated[
        str | None, Field(description="Present if the image was not kept: a sentence that says so")
    ] = None

    @classmethod
    def of(cls, recognition: Recognition) -> Self:
        """Tell a recognition."""
        prediction = recognition.prediction
        return cls(
            prediction=prediction.digit,
            certainty=prediction.certainty,
            probabilities=prediction.rounded_probabilities,
            image_id=recognition.image_id,
            model=prediction.model,
        )


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


class BatchAnswer(Answer):
    """What was recognised on many images."""

    results: Annotated[
        list[PredictAnswer | Refusal],
        Field(description="For each image, in order, what `predict` would have answered"),
    ]
