"""The data to learn from and to be judged by; see docs/model-card.md for origin and licences."""

import gzip
import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from training import ROOT

type Ink = NDArray[np.uint8]
type Labels = NDArray[np.int64]
type Stroke = NDArray[np.float64]

DATA_VARIABLE = "SWAGDIGIT_DATA"
_BESIDE_CHECKOUT = ROOT.parent / "shared" / "data"
PACKAGES = ROOT / "build" / "data"
"""Where `make` unpacks the packages of data-requirements.txt."""

# Letters and signs that many people write just like a digit: nobody can refuse those.
LOOK_ALIKES = frozenset("OoDQIilL|/\\!'`,.()[]{}SsZzBbGgqYyJjTtAaPpCcUuEe>?&$")


def data_folder() -> Path:
    """Return the folder of the data sets: `SWAGDIGIT_DATA`, or `shared/data` by the checkout."""
    return Path(os.environ.get(DATA_VARIABLE) or _BESIDE_CHECKOUT)


@dataclass(frozen=True, slots=True)
class Mnist:
    """
    The MNIST images, n x 784 levels of ink 0 to 255, with their labels.

    The first 55,000 training images are for training, the last 5,000 for calibration.
    """

    train: Ink
    train_labels: Labels
    calibration: Ink
    calibration_labels: Labels
    test: Ink
    test_labels: Labels

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read `mnist.npz`: X, y of the training part, Xt, yt of the test part."""
        kept = 55_000
        with np.load(folder / "mnist.npz") as file:
            ink, labels = file["X"], file["y"].astype(np.int64)
            test, test_labels = file["Xt"], file["yt"].astype(np.int64)
        return cls(ink[:kept], labels[:kept], ink[kept:], labels[kept:], test, test_labels)


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


def load_drawings(file: Path) -> list[Drawing]:
    """Read the whole drawings of a `unipen-*.jsonl.gz` file; fragments are left out."""
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    drawings = (
        Drawing(row["label"], row["writer"], tuple(np.array(s, float) for s in row["strokes"]))
        for row in rows
        if any(row["strokes"])
    )
    return [drawing for drawing in drawings if not is_fragment(drawing)]


def refusable_drawings() -> list[Drawing]:
    """
    Read the letters and signs that nobody takes for a digit.

    Some recordings have lost all strokes but one, or are labelled wrongly: what is a single
    upright or slanting line reads as a 1, whatever it was part of.
    """
    files = (data_folder() / f"unipen-{kind}.jsonl.gz" for kind in ("upper", "lower", "symbols"))
    drawings = (drawing for file in files for drawing in load_drawings(file))
    return [
        drawing
        for drawing in drawings
        if drawing.label not in LOOK_ALIKES and not is_standing_line(drawing.strokes)
    ]


def is_standing_line(strokes: Sequence[Stroke]) -> bool:
    """Say whether this is a single stroke, as good as straight, that does not lie flat."""
    return len(strokes) == 1 and slimness(strokes) < 0.15 and not _lies_flat(strokes)


def _lies_flat(strokes: Sequence[Stroke]) -> bool:
    width, height = np.ptp(np.concatenate(strokes), axis=0)
    return bool(width > 2 * height)


def slimness(strokes: Sequence[Stroke]) -> float:
    """Return the breadth of strokes over their length, along their main axis: 0 for a line."""
    points = np.concatenate(strokes)
    _, axes = np.linalg.eigh(np.cov(points.T, bias=True))
    breadth, length = np.ptp(points @ axes, axis=0)
    return float(breadth / length) if length else 0.0


def is_fragment(drawing: Drawing) -> bool:
    """
    Say whether the recording of a digit has lost strokes.

    Some of UNIPEN's fours are only their last stroke, and some zeros only their slash: what is
    no 1 and slimmer than 0.15 is a single line (45 of 9,185 digits; the next is 0.19). And
    nobody's 1 lies flat.
    """
    if drawing.label == "1":
        return _lies_flat(drawing.strokes)
    return drawing.label in set("023456789") and slimness(drawing.strokes) < 0.15


def _bucket(writer: str) -> int:
    return int(hashlib.sha256(writer.encode()).hexdigest(), 16) % 10


def is_test_writer(writer: str) -> bool:
    """Say whether this writer is only ever used for the final judgement (one in five)."""
    return _bucket(writer) < 2


def is_calibration_writer(writer: str) -> bool:
    """Say whether this writer is only used to calibrate the certainty (one in ten)."""
    return _bucket(writer) == 2


def is_training_writer(writer: str) -> bool:
    """Say whether this writer is learnt from."""
    return not (is_test_writer(writer) or is_calibration_writer(writer))
