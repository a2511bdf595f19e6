"""Checkpoints: an interrupted training resumes from them, as long as its data and code are the same."""

import hashlib
import pickle
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import jax

from training import ROOT
from training.datasets import data_folder
from training.layers import Layers
from training.pen_digits import PEN_DIGITS_FILE
from training.recipe import Recipe
from training.samples import Samples
from training.scans import OPTICAL_DIGITS_FILE

CODE = (
    "adapters/classifiers/features.py",
    "adapters/images/clutter/cut_off.py",
    "adapters/images/clutter/dots.py",
    "adapters/images/clutter/holes.py",
    "adapters/images/clutter/line_view.py",
    "adapters/images/clutter/lines.py",
    "adapters/images/clutter/marks.py",
    "adapters/images/clutter/page.py",
    "adapters/images/clutter/printed.py",
    "adapters/images/clutter/shadows.py",
    "adapters/images/clutter/surroundings.py",
    "adapters/images/files/pixels.py",
    "adapters/images/fitting.py",
    "adapters/images/ink.py",
    "adapters/images/paper/border.py",
    "adapters/images/paper/cutting.py",
    "adapters/images/paper/note.py",
    "adapters/images/paper/panel.py",
    "adapters/images/paper/photo.py",
    "adapters/images/paper/sheet.py",
    "adapters/images/paper/transparency.py",
    "adapters/images/paper/two_tones.py",
    "adapters/images/shapes/box.py",
    "adapters/images/shapes/components.py",
    "adapters/images/shapes/growing.py",
    "adapters/images/shapes/pieces.py",
    "adapters/images/shapes/rectangles.py",
    "adapters/images/shapes/runs.py",
    "adapters/images/tones/colours.py",
    "adapters/images/tones/levels.py",
    "adapters/images/tones/light.py",
    "adapters/images/tones/otsu.py",
    "adapters/images/tones/quantiles.py",
    "adapters/images/tones/uneven.py",
    "training/augmentation.py",
    "training/checkpoints.py",
    "training/corrections.py",
    "training/data-requirements.txt",
    "training/datasets.py",
    "training/degradations.py",
    "training/devices.py",
    "training/distillation.py",
    "training/drawings.py",
    "training/jpeg.py",
    "training/layers.py",
    "training/learning.py",
    "training/network.py",
    "training/nondigits.py",
    "training/parallel.py",
    "training/pen_digits.py",
    "training/recipe.py",
    "training/rendering.py",
    "training/samples.py",
    "training/scans.py",
    "training/snapshots.py",
    "training/splits.py",
    "training/styles.py",
    "training/synthesis.py",
    "training/writers.py",
)
"""The files that decide what a network is trained on, and how."""

_DATA = ("mnist.npz", *(f"unipen-{k}.jsonl.gz" for k in ("digits", "lower", "symbols", "upper")))
_LIBRARIES = ("jax", "numpy", "optax", "pillow", "scipy")
"""Those that draw and read the samples, and train: another version may do so otherwise."""


class Progress(NamedTuple):
    """What a training resumes from: the layers, the optimiser's state and the epochs completed."""

    layers: Layers
    optimiser: Any
    epochs: int


def work_folder(recipe: Recipe, root: Path, corrections: Samples | None = None) -> Path:
    """
    Return the folder of one training's checkpoints and cached samples.

    Its name is made from the recipe, from the data, from the code and the libraries that make samples
    and networks, and from the corrections, so that no training ever resumes with others than it was
    started with.
    """
    digest = hashlib.sha256(repr(recipe).encode())
    for part in _parts(corrections):
        digest.update(hashlib.sha256(part).digest())
    return root / digest.hexdigest()[:16]


def _parts(corrections: Samples | None) -> Iterator[bytes]:
    """Yield all but the recipe that decides what comes out; nothing of a file that is not there."""
    for library in _LIBRARIES:
        yield version(library).encode()
    for array in corrections or ():
        yield array.tobytes()
    data = [data_folder() / name for name in _DATA]
    code = [ROOT / name for name in CODE]
    for file in (*code, *data, PEN_DIGITS_FILE, OPTICAL_DIGITS_FILE):
        yield file.read_bytes() if file.exists() else b""


def resume(checkpoint: Path) -> Progress | None:
    """Return the progress that was saved; None if none was."""
    if not checkpoint.exists():
        return None
    with checkpoint.open("rb") as file:
        return Progress(*pickle.load(file))  # noqa: S301 - written by save, on this machine


def save(checkpoint: Path, progress: Progress) -> None:
    """Replace the checkpoint in one step, so that an interruption leaves the one before."""
    checkpoint.parent.mkdir(parents=True, exist_ok=True)
    temporary = checkpoint.with_suffix(".new")
    with temporary.open("wb") as file:
        pickle.dump(tuple(jax.device_get(progress)), file)
    temporary.replace(checkpoint)
