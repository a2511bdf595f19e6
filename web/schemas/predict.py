"""The JSON of images and what is said of them, as pydantic models."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from swagdigit import Recognition
from web.schemas.base import (
    EXAMPLE_ID,
    EXAMPLE_MODEL,
    EXAMPLE_PNG,
    Answer,
    Digit,
    Probability,
    Query,
)
from web.schemas.refusals import Refusal
from web.setting_types import Percent


class PredictQuery(Query):
    """How the image is to be answered."""

    live: Annotated[
        bool, Field(description="Only a preview: keep nothing, and answer however uncertain")
    ] = False


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

    prediction: Annotated[Digit, Field(description="The digit")]
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


class BatchAnswer(Answer):
    """What was recognised on many images."""

    results: Annotated[
        list[PredictAnswer | Refusal],
        Field(description="For each image, in order, what `predict` would have answered"),
    ]
