"""The JSON of the kept images, as pydantic models."""

from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from swagdigit import ArchiveEntry, CertaintyPolicy
from web.schemas.base import EXAMPLE_ID, EXAMPLE_MODEL, IMAGE_ID, Answer, Digit, Query
from web.setting_types import Percent

_EXAMPLE: dict[str, JsonValue] = {
    "image_id": EXAMPLE_ID,
    "prediction": 1,
    "blank": False,
    "certainty": 75.32,
    "told": True,
    "label": 7,
    "model": EXAMPLE_MODEL,
}


class ImagePath(BaseModel):
    """The address of an image."""

    image_id: Annotated[
        str, Field(description="The image's name", json_schema_extra={"example": EXAMPLE_ID})
    ]


class HistoryQuery(Query):
    """Which part of the history is asked for."""

    limit: Annotated[int, Field(ge=1, le=200, description="How many images at most")] = 24
    before: Annotated[
        Annotated[str, Field(pattern=IMAGE_ID)] | None,
        Field(description="Only images older than this one; `next` of the last answer"),
    ] = None


def _as_integer(number: object) -> object:
    return int(number) if isinstance(number, float) and number.is_integer() else number


class LabelRequest(BaseModel):
    """A person's correction as JSON."""

    model_config = ConfigDict(strict=True, json_schema_extra={"example": {"label": 7}})

    label: Annotated[
        Digit,
        # JSON knows numbers only: 7.0 is an integer too. But nothing else is taken for one.
        BeforeValidator(_as_integer),
        Field(description="The digit that the image shows"),
    ]


class HistoryItem(Answer):
    """A kept image, and what was said of it."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    image_id: Annotated[str, Field(description="Its name, the UTC time of its receipt")]
    prediction: Annotated[
        Digit | None, Field(description="The digit; null if the model never saw the image")
    ]
    blank: Annotated[bool, Field(description="Whether nothing is drawn on it")]
    certainty: Annotated[Percent | None, Field(description="In percent, with two decimals")]
    told: Annotated[bool, Field(description="Whether the certainty reaches the threshold")]
    label: Annotated[
        Digit | None, Field(description="What a person says it is; null if nobody did")
    ]
    model: Annotated[str | None, Field(description="The version of the model that answered")]

    @classmethod
    def of(cls, entry: ArchiveEntry, policy: CertaintyPolicy) -> Self:
        """Tell what is known of an image."""
        prediction = entry.prediction
        return cls(
            image_id=entry.image_id,
            prediction=prediction.digit if prediction else None,
            blank=entry.is_blank,
            certainty=prediction.certainty if prediction else None,
            told=prediction is not None and policy.is_certain(prediction),
            label=entry.label,
            model=prediction.model if prediction else None,
        )


class HistoryAnswer(Answer):
    """A part of the history."""

    model_config = ConfigDict(json_schema_extra={"example": {"images": [_EXAMPLE], "next": None}})

    images: Annotated[list[HistoryItem], Field(description="Newest first")]
    next: Annotated[
        str | None, Field(description="What to ask for as `before`; null if that was all")
    ]
