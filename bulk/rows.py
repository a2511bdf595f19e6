"""Rows: what is told of each image, as a table of Arrow."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from bulk.errors import CODES
from bulk.inputs import Input
from swagdigit import BlankImage, CertaintyTooLow, Prediction, Recognition, SwagDigitError

DIGITS = [f"p{digit}" for digit in range(10)]

SCHEMA = pa.schema(
    [
        ("path", pa.string()),
        ("digit", pa.int8()),
        ("certainty", pa.float64()),
        *((name, pa.float64()) for name in DIGITS),
        ("error", pa.string()),
        ("message", pa.string()),
        ("image_id", pa.string()),
        ("model", pa.string()),
    ]
)
"""The columns of the results. What an image has not, is null; with an error there is no digit."""


def table_of(
    images: Sequence[Input], outcomes: Sequence[Recognition | SwagDigitError]
) -> pa.Table:
    """Return the rows of images, in order."""
    rows = [
        {"path": image.shown} | _told(outcome)
        for image, outcome in zip(images, outcomes, strict=True)
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


def _told(outcome: Recognition | SwagDigitError) -> dict[str, Any]:
    match outcome:
        case Recognition(prediction, image_id):
            told = dict(zip(DIGITS, prediction.rounded_probabilities, strict=True))
            return told | _certainty(prediction, image_id) | {"digit": prediction.digit}
        case CertaintyTooLow(prediction=prediction, image_id=image_id):
            return _error(outcome) | _certainty(prediction, image_id)
        case BlankImage(image_id=image_id):
            return _error(outcome) | {"image_id": image_id}
        case _:
            return _error(outcome)


def _certainty(prediction: Prediction, image_id: str | None) -> dict[str, Any]:
    return {
        "certainty": prediction.certainty,
        "image_id": image_id,
        "model": prediction.model,
    }


def _error(error: SwagDigitError) -> dict[str, Any]:
    return {"error": CODES[type(error)], "message": str(error)}
