"""The folder of the data sets, and MNIST; see docs/model-card.md for origin and licences."""

import os
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
