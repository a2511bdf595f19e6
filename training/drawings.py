"""Pen drawings: digits, letters and signs of UNIPEN, and which recordings of them are whole."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from training.datasets import Stroke, data_folder

# Letters and signs that many people write just like a digit: no model can reject those.
LOOK_ALIKES = frozenset("OoDQIilL|/\\!'`,.()[]{}SsZzBbGgqYyJjTtAaPpCcUuEe>?&$")


@dataclass(frozen=True, slots=True, eq=False)
class Drawing:
    """
    Something written with a pen on a tablet.

    Attributes:
        label: the character meant.
        writer: the file of the person who wrote it.
        strokes: the pen's paths, each n x 2 (x, y), y down, the larger side of all 0 to 1000.
    """

    label: str
    writer: str
    strokes: tuple[Stroke, ...]


@cache
def load_drawings(file: Path) -> tuple[Drawing, ...]:
    """Read the whole drawings of a `unipen-*.jsonl.gz` file, once; fragments are left out."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    drawings = (
        Drawing(row["label"], row["writer"], tuple(np.array(s, float) for s in row["strokes"]))
        for row in rows
        if any(row["strokes"])
    )
    return tuple(drawing for drawing in drawings if not is_fragment(drawing))


@cache
def load_letters_and_signs() -> tuple[Drawing, ...]:
    """
    Read UNIPEN's letters and signs that nobody takes for a digit, once.

    Some recordings have lost all strokes but one, or are labelled wrongly: what is a single
    upright or slanting line reads as a 1, whatever it was part of.
    """
    files = (data_folder() / f"unipen-{kind}.jsonl.gz" for kind in ("upper", "lower", "symbols"))
    drawings = (drawing for file in files for drawing in load_drawings(file))
    return tuple(
        drawing
        for drawing in drawings
        if drawing.label not in LOOK_ALIKES and not is_standing_line(drawing.strokes)
    )


def is_standing_line(strokes: Sequence[Stroke]) -> bool:
    """Say whether this is a single stroke, as good as straight, that is not horizontal."""
    return len(strokes) == 1 and slimness(strokes) < 0.15 and not _is_horizontal(strokes)


def _is_horizontal(strokes: Sequence[Stroke]) -> bool:
    width, height = np.ptp(np.concatenate(strokes), axis=0)
    return bool(width > 2 * height)


def slimness(strokes: Sequence[Stroke]) -> float:
    """Return the breadth of strokes over their length, both along principal axes: 0 for a line."""
    points = np.concatenate(strokes)
    _, axes = np.linalg.eigh(np.cov(points.T, bias=True))
    breadth, length = np.ptp(points @ axes, axis=0)
    return float(breadth / length) if length else 0.0


def is_fragment(drawing: Drawing) -> bool:
    """
    Say whether the recording of a digit has lost strokes.

    Some of UNIPEN's fours are only their last stroke, and some zeros only their slash: what is
    no 1 and slimmer than 0.15 is a single line (46 of 9,185 digits; the next is 0.19). And
    no 1 is horizontal.
    """
    if drawing.label == "1":
        return _is_horizontal(drawing.strokes)
    return drawing.label in set("023456789") and slimness(drawing.strokes) < 0.15
