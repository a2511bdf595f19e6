"""The JSON of answers to a drawing that somebody is still at, as pydantic models."""

from base64 import b64encode
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, RootModel

from swagdigit import DigitImage, Explanation, Preview
from web.schemas.base import EXAMPLE_MODEL, Answer, Digit, Probability
from web.schemas.predict import PredictAnswer
from web.setting_types import Percent

_SIDE = DigitImage.SIDE
_EXAMPLE: dict[str, Any] = {
    "prediction": 5,
    "certainty": 41.7,
    "probabilities": [0.2, 0.1, 0.1, 0.083, 0.03, 0.417, 0.01, 0.0, 0.04, 0.02],
    "image_id": None,
    "model": EXAMPLE_MODEL,
    "told": False,
    "seen": "AAAA...",
}


class LiveAnswer(Answer):
    """What an image looks like that is not kept."""

    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    prediction: Annotated[Digit, Field(description="The most probable digit")]
    certainty: Annotated[Percent, Field(description="How probable it is, in percent")]
    probabilities: Annotated[
        list[Probability], Field(min_length=10, max_length=10, description="Of the digits 0 to 9")
    ]
    image_id: Annotated[None, Field(description="Always null: the image is not kept")]
    model: Annotated[str, Field(description="The version of the model that answered")]
    told: Annotated[bool, Field(description="Whether the certainty reaches the threshold")]
    seen: Annotated[
        str,
        Field(description="What the model saw: 28 x 28 levels of ink, row by row, in base64"),
    ]

    @classmethod
    def of(cls, preview: Preview) -> Self:
        """Tell a preview."""
        return cls(**_fields(preview))


class PredictOrLiveAnswer(RootModel[PredictAnswer | LiveAnswer]):
    """A digit that was recognised, or a preview of one."""


class ExplainAnswer(LiveAnswer):
    """Why an image looks like its digit."""

    model_config = ConfigDict(
        json_schema_extra={"example": _EXAMPLE | {"heat": [[0.0] * _SIDE] * _SIDE}}
    )

    heat: Annotated[
        list[list[Annotated[float, Field(ge=-1, le=1)]]],
        Field(
            min_length=_SIDE,
            max_length=_SIDE,
            description="How much each pixel of `seen` speaks for the digit, -1 (against) to 1",
        ),
    ]

    @classmethod
    def explaining(cls, explanation: Explanation) -> Self:
        """Tell an explanation."""
        heat = [round(level, 3) for level in explanation.heat]
        rows = [heat[start : start + _SIDE] for start in range(0, len(heat), _SIDE)]
        return cls(**_fields(explanation.preview), heat=rows)


def _fields(preview: Preview) -> dict[str, Any]:
    prediction = preview.prediction
    return {
        "prediction": prediction.digit,
        "certainty": prediction.certainty,
        "probabilities": prediction.rounded_probabilities,
        "image_id": None,
        "model": prediction.model,
        "told": preview.is_certain,
        "seen": b64encode(preview.seen.ink).decode(),
    }
