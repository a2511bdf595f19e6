"""Rows: the outcome of each image, as an Arrow table."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from bulk.errors import CODES
from bulk.inputs import Input
from swagdigit import BlankImage, CertaintyTooLow, Prediction, Recognition, SwagDigitError

_PROBABILITIES = [f"p{digit}" for digit in range(10)]

SCHEMA = pa.schema(
    [
        ("path", pa.string()),
        ("digit", pa.int8()),
        ("certainty", pa.float64()),
        *((name, pa.float64()) for name in _PROBABILITIES),
        ("error", pa.string()),
        ("message", pa.string()),
        ("image_id", pa.string()),
        ("model", pa.string()),
    ]
)
"""The columns of the results. What an image lacks is null; with an error, so is the digit."""


def table_of(
    images: Sequence[Input], outcomes: Sequence[Recognition | SwagDigitError]
) -> pa.Table:
    """Return a row for each image, in order."""
    rows = [
        {"path": image.display_path} | _columns(outcome)
        for image, outcome in zip(images, outcomes, strict=True)
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


def _columns(outcome: Recognition | SwagDigitError) -> dict[str, Any]:
    match outcome:
        case Recognition(prediction, image_id):
            row = dict(zip(_PROBABILITIES, prediction.rounded_probabilities, strict=True))
            return row | _certainty(prediction, image_id) | {"digit": prediction.digit}
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
