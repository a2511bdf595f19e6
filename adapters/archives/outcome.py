"""How what was said of an image is written beside it, in every archive."""

import json
import logging
from typing import NamedTuple

from pydantic_core import to_json as encode

from swagdigit import ArchiveEntry, Prediction

_log = logging.getLogger(__name__)


BLANK = encode({"prediction": None, "blank": True})
"""What is written of an image on which nothing is drawn."""


class _Outcome(NamedTuple):
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


def entry_of(image_id: str, text: bytes | None, label: bytes | None) -> ArchiveEntry:
    """Return what is known of an image by what is written beside it: its outcome, and its label."""
    prediction, is_blank = _outcome_in(text, image_id=image_id)
    return ArchiveEntry(image_id, prediction, _label_in(label, image_id=image_id), is_blank)


def _outcome_in(text: bytes | None, *, image_id: str) -> _Outcome:
    """Return what was written, if anything was; what is damaged is logged, and as good as none."""
    if text is None:
        return _Outcome()
    try:
        outcome = json.loads(text)
        if outcome.get("blank") is True:
            return _Outcome(is_blank=True)
        model = outcome["model"]
        str.encode(model)  # raises of what is no text, or half a sign: no answer could tell it
        return _Outcome(Prediction(tuple(outcome["probabilities"]), model))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        _log.warning("what was said of %s is damaged: %s", image_id, error)
        return _Outcome()


def to_text(digit: int) -> bytes:
    """
    Return a label as text.

    Raises:
        ValueError: it is no digit, 0 to 9.
    """
    if digit not in range(10):
        raise ValueError(f"a label is a digit, not {digit}")
    return f"{digit}\n".encode()


def _label_in(text: bytes | None, *, image_id: str) -> int | None:
    """Return the label that was written; None if none was, or, as is logged, it is damaged."""
    if text is None:
        return None
    label = text.decode(errors="replace").strip()
    if len(label) != 1 or label not in "0123456789":
        _log.warning("the label of %s is damaged: %r", image_id, label)
        return None
    return int(label)
