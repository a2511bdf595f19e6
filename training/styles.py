"""
Habits of writing that the data has too few of: slashed zeros, barred sevens, flagged ones,
hurried fours.
"""

from collections.abc import Callable, Sequence

import numpy as np

from training.datasets import Drawing, Stroke

_SHARE = {"0": 0.12, "1": 0.4, "4": 0.25, "7": 0.3}  # of the plain ones that are changed
_PLAIN = {"0": 1, "1": 1, "4": 2, "7": 1}  # strokes


def in_other_style(drawing: Drawing, random: np.random.Generator) -> Sequence[Stroke]:
    """Return the strokes, some plain ones as other people write them."""
    plain = len(drawing.strokes) == _PLAIN.get(drawing.label)
    if not plain or random.random() >= _SHARE[drawing.label]:
        return drawing.strokes
    return _STYLES[drawing.label](*drawing.strokes, random)


def _slashed(zero: Stroke, random: np.random.Generator) -> list[Stroke]:
    """Cross a zero between the lower left and the upper right, often without lifting the pen."""
    low, high = zero.min(axis=0), zero.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    reach = half * random.uniform(0.6, 1.25, 2) * (1, -1)
    shift = half * random.normal(0, 0.1, 2)
    lower_left, upper_right = middle + shift - reach, middle + shift + reach
    pen_down = [zero[-1]] if random.random() < 0.4 else []
    return [zero, np.array([*pen_down, upper_right, lower_left])]


def _flagged(one: Stroke, random: np.random.Generator) -> list[Stroke]:
    """Put the upstroke before a plain one, and now and then a foot under it."""
    low, high = one.min(axis=0), one.max(axis=0)
    length = float(high[1] - low[1])
    top, bottom = one[one[:, 1].argmin()], one[one[:, 1].argmax()]
    if high[0] - low[0] > 0.4 * length:  # it has one, or lies
        return [one]
    width = length * random.uniform(0.12, 0.5)
    fall = width * random.uniform(0.5, 1.6)
    strokes = [one, np.array([top + (-width, fall), top])]
    if random.random() < 0.25:
        foot = length * random.uniform(0.1, 0.3)
        strokes.append(np.array([bottom - (foot, 0), bottom + (foot, 0)]))
    return strokes


def _low(one: Stroke, other: Stroke, random: np.random.Generator) -> list[Stroke]:
    """Begin the stem of a four just above the bar that it crosses, as a hurried hand does."""
    stem, angle = sorted((one, other), key=lambda stroke: float(np.ptp(stroke[:, 0])))
    bar, top = float(angle[:, 1].max()), float(stem[:, 1].min())
    begins = bar - (bar - top) * random.uniform(0.05, 0.5)
    low = stem[stem[:, 1] >= begins]
    return [angle, low] if len(low) > 1 and top < bar < low[:, 1].max() else [one, other]


def _barred(seven: Stroke, random: np.random.Generator) -> list[Stroke]:
    """Cross the stem of a seven."""
    low, high = seven.min(axis=0), seven.max(axis=0)
    height = low[1] + (high[1] - low[1]) * random.uniform(0.4, 0.65)
    stem = seven[len(seven) // 3 :]
    middle = stem[np.abs(stem[:, 1] - height).argmin()]
    reach = (high[0] - low[0]) * random.uniform(0.2, 0.5)
    tilt = reach * random.normal(0, 0.2)
    return [seven, np.array([middle + (-reach, tilt), middle + (reach, -tilt)])]


_STYLES: dict[str, Callable[..., list[Stroke]]] = {
    "0": _slashed,
    "1": _flagged,
    "4": _low,
    "7": _barred,
}
