"""How what was said of an image is written beside it, in every archive."""

import json
import logging
from typing import NamedTuple

from pydantic_core import to_json as encode

from swagdigit import Prediction

_log = logging.getLogger(__name__)


BLANK = encode({"prediction": None, "blank": True})
"""What is written of an image on which nothing is drawn."""


class Outcome(NamedTuple):
    """What was said of an image: a prediction, or that it is blank; neither if nothing was."""

    prediction: Prediction | None = None
    is_blank: bool = False


def to_json(prediction: Prediction) -> bytes:
    """Return the prediction as JSON for programs and persons."""
    outcome = {
        "prediction": prediction.digit,
        "certainty": prediction.certainty,
        "probabilities": prediction.probabilities,
        "model": prediction.model,
    }
    return encode(outcome)  # in a tenth of the time of json.dumps


def outcome_in(text: bytes | None, *, image_id: str) -> Outcome:
    """Return what was written, if anything was; what is damaged is logged, and as good as none."""
    if text is None:
        return Outcome()
    try:
        outcome = json.loads(text)
        if outcome.get("blank") is True:
            return Outcome(is_blank=True)
        return Outcome(Prediction(tuple(outcome["probabilities"]), outcome["model"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        _log.warning("what was said of %s is damaged: %s", image_id, error)
        return Outcome()


def to_text(digit: int) -> bytes:
    """
    Return a label as text.

    Raises:
        ValueError: it is no digit, 0 to 9.
    """
    if digit not in range(10):
        raise ValueError(f"a label is a digit, not {digit}")
    return f"{digit}\n".encode()


def label_in(text: bytes | None, *, image_id: str) -> int | None:
    """Return the label that was written; None if none was, or, as is logged, it is damaged."""
    if text is None:
        return None
    label = text.decode(errors="replace").strip()
    if len(label) != 1 or label not in "0123456789":
        _log.warning("the label of %s is damaged: %r", image_id, label)
        return None
    return int(label)
