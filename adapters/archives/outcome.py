"""How a prediction is written beside its image, in every archive."""

import json
import logging

from pydantic_core import to_json as encode

from swagdigit import Prediction

_log = logging.getLogger(__name__)


def to_json(prediction: Prediction) -> bytes:
    """Return the prediction as JSON for programs and persons."""
    outcome = {
        "prediction": prediction.digit,
        "certainty": prediction.certainty,
        "probabilities": prediction.probabilities,
        "model": prediction.model,
    }
    return encode(outcome)  # in a tenth of the time of json.dumps


def prediction_in(text: bytes | None, *, image_id: str) -> Prediction | None:
    """Return the prediction that was written; None if none was, or, as is logged, it is damaged."""
    if text is None:
        return None
    try:
        outcome = json.loads(text)
        return Prediction(tuple(outcome["probabilities"]), outcome["model"])
    except (ValueError, TypeError, KeyError) as error:
        _log.warning("what was said of %s is damaged: %s", image_id, error)
        return None


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
