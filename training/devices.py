"""What tablets, mice and fingers make of a pen's path."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy import ndimage

from training.datasets import Stroke

type _Device = Callable[[Stroke, np.random.Generator], Stroke]


def recorded(strokes: Sequence[Stroke], random: np.random.Generator) -> list[Stroke]:
    """Return strokes (longer side 0 to 1) as another device records them; three in four as they are."""
    if random.random() < 0.75:
        return list(strokes)
    device = _DEVICES[random.integers(len(_DEVICES))]
    return [device(stroke, random) for stroke in strokes]


def evenly(stroke: Stroke, step: float) -> Stroke:
    """Return points along the stroke, about `step` apart, both of its ends included."""
    lengths = np.hypot(*np.diff(stroke, axis=0).T)
    along = np.concatenate([[0], np.cumsum(lengths)])
    if along[-1] < step:
        return stroke
    places = np.linspace(0, along[-1], 1 + round(along[-1] / step))
    return np.stack([np.interp(places, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _slow(stroke: Stroke, random: np.random.Generator) -> Stroke:
    """Record too few points a second: corners."""
    return evenly(stroke, random.uniform(0.08, 0.25))


def _coarse(stroke: Stroke, random: np.random.Generator) -> Stroke:
    """Record on a coarse grid: stairs."""
    cells = random.uniform(12, 40)
    return np.asarray(np.round(evenly(stroke, 0.02) * cells) / cells)


def _smoothing(stroke: Stroke, random: np.random.Generator) -> Stroke:
    """Make it smooth: no corners."""
    return np.asarray(
        ndimage.gaussian_filter1d(
            evenly(stroke, 0.02), random.uniform(1, 4), axis=0, mode="nearest"
        )
    )


def _trembling(stroke: Stroke, random: np.random.Generator) -> Stroke:
    """Follow a hand that is not used to a mouse."""
    fine = evenly(stroke, 0.02)
    tremor = ndimage.gaussian_filter1d(
        random.normal(0, 1, fine.shape), random.uniform(1, 3), axis=0
    )
    return np.asarray(fine + tremor * random.uniform(0.005, 0.03))


_DEVICES: tuple[_Device, ...] = (_slow, _coarse, _smoothing, _trembling)
