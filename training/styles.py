"""Ways of writing that are rare in the data: slashed zeros, barred sevens, flagged ones."""

from collections.abc import Sequence

import numpy as np

from training.datasets import Stroke
from training.drawings import Drawing

_SHARE = {"0": 0.12, "1": 0.35, "7": 0.3}  # of those written plainly that get strokes added


def in_other_style(drawing: Drawing, random: np.random.Generator) -> Sequence[Stroke]:
    """Return the strokes; some plain zeros, ones and sevens get what other people add."""
    plain = len(drawing.strokes) == 1
    if not plain or random.random() >= _SHARE.get(drawing.label, 0):
        return drawing.strokes
    [stroke] = drawing.strokes
    add = {"0": _slash, "1": _flag, "7": _bar}[drawing.label]
    return (stroke, *add(stroke, random))


def _slash(zero: Stroke, random: np.random.Generator) -> list[Stroke]:
    """Cross a zero between the lower left and the upper right, often without lifting the pen."""
    low, high = zero.min(axis=0), zero.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    reach = half * random.uniform(0.6, 1.25, 2) * (1, -1)
    shift = half * random.normal(0, 0.1, 2)
    lower_left, upper_right = middle + shift - reach, middle + shift + reach
    pen_down = [zero[-1]] if random.random() < 0.4 else []
    return [np.array([*pen_down, upper_right, lower_left])]


def _flag(one: Stroke, random: np.random.Generator) -> list[Stroke]:
    """Put the upstroke before a plain one, and now and then a foot under it."""
    low, high = one.min(axis=0), one.max(axis=0)
    length = float(high[1] - low[1])
    top, bottom = one[one[:, 1].argmin()], one[one[:, 1].argmax()]
    if high[0] - low[0] > 0.4 * length:  # it has a flag, or is not upright
        return []
    width = length * random.uniform(0.12, 0.4)
    fall = width * random.uniform(0.5, 1.6)
    added = [np.array([top + (-width, fall), top])]
    if random.random() < 0.25:
        foot = length * random.uniform(0.1, 0.3)
        added.append(np.array([bottom - (foot, 0), bottom + (foot, 0)]))
    return added


def _bar(seven: Stroke, random: np.random.Generator) -> list[Stroke]:
    """Cross the stem of a seven."""
    low, high = seven.min(axis=0), seven.max(axis=0)
    height = low[1] + (high[1] - low[1]) * random.uniform(0.4, 0.65)
    stem = seven[len(seven) // 3 :]
    middle = stem[np.abs(stem[:, 1] - height).argmin()]
    reach = (high[0] - low[0]) * random.uniform(0.2, 0.5)
    tilt = reach * random.normal(0, 0.2)
    return [np.array([middle + (-reach, tilt), middle + (reach, -tilt)])]
