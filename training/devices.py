"""Recording devices: how tablets, mice and touch screens distort the path of a pen."""

from collections.abc import Callable, Sequence

import numpy as np
from scipy import ndimage

from training.datasets import Stroke

type _Device = Callable[[Stroke, np.random.Generator], Stroke]


def recorded(strokes: Sequence[Stroke], random: np.random.Generator) -> list[Stroke]:
    """Return strokes (longer side 0 to 1) as another device records them; three in four unchanged."""
    if random.random() < 0.75:
        return list(strokes)
    device = _DEVICES[random.integers(len(_DEVICES))]
    return [device(stroke, random) for stroke in strokes]


def resampled(stroke: Stroke, step: float) -> Stroke:
    """Return the stroke (n x 2) resampled at equal distances of about `step`, both ends included."""
    lengths = np.hypot(*np.diff(stroke, axis=0).T)
    along = np.concatenate([[0], np.cumsum(lengths)])
    if along[-1] < step:
        return stroke
    distances = np.linspace(0, along[-1], 1 + round(along[-1] / step))
    return np.stack([np.interp(distances, along, stroke[:, axis]) for axis in (0, 1)], axis=1)


def _undersampled(stroke: Stroke, random: np.random.Generator) -> Stroke:
    """Record too few points a second: curves become corners."""
    return resampled(stroke, random.uniform(0.08, 0.25))


def _quantised(stroke: Stroke, random: np.random.Generator) -> Stroke:
    """Record on a coarse grid: slopes become stairs."""
    cells = random.uniform(12, 40)
    return np.asarray(np.round(resampled(stroke, 0.02) * cells) / cells)


def _smoothed(stroke: Stroke, random: np.random.Generator) -> Stroke:
    """Smooth the path: corners become curves."""
    return np.asarray(
        ndimage.gaussian_filter1d(
            resampled(stroke, 0.02), random.uniform(1, 4), axis=0, mode="nearest"
        )
    )


def _with_tremor(stroke: Stroke, random: np.random.Generator) -> Stroke:
    """Add the tremor of a hand that is not used to a mouse."""
    fine = resampled(stroke, 0.02)
    tremor = ndimage.gaussian_filter1d(
        random.normal(0, 1, fine.shape), random.uniform(1, 3), axis=0
    )
    return np.asarray(fine + tremor * random.uniform(0.005, 0.03))


_DEVICES: tuple[_Device, ...] = (_undersampled, _quantised, _smoothed, _with_tremor)
