"""Augmentation: the same digit as another hand would have written it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from training.datasets import Ink, Stroke
from training.devices import recorded

type Points = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Warp:
    """
    An affine map and an elastic deformation, both small, as between two hands.

    The deformation is that of P. Simard, D. Steinkraus and J. Platt, "Best practices for
    convolutional neural networks applied to visual document analysis" (ICDAR 2003), with a few
    random waves for the smooth field, so that pen paths can be bent as well as pixels.

    Attributes:
        matrix: 2 x 2, of the affine part.
        frequencies: waves x 2, in cycles per length of 1.
        phases: waves, in radians.
        amplitudes: waves x 2, in lengths.
    """

    matrix: Points
    frequencies: Points
    phases: NDArray[np.float64]
    amplitudes: Points

    @classmethod
    def random(cls, random: np.random.Generator, strength: float = 1.0) -> Self:
        """Make a random warp; of strength 1 it leaves a digit as readable as it was."""
        waves = 4
        angle = random.normal(0, 0.16 * strength)
        slant = random.normal(0, 0.18 * strength)
        stretch = np.exp(random.normal(0, 0.09 * strength))
        rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        return cls(
            matrix=rotation @ np.array([[stretch, slant], [0, 1 / stretch]]),
            frequencies=random.normal(0, 0.9, (waves, 2)),
            phases=random.uniform(0, 2 * np.pi, waves),
            amplitudes=random.normal(0, 0.022 * strength, (waves, 2)),
        )

    def move(self, points: Points) -> Points:
        """Return where n x 2 points around (0, 0) go."""
        waves = np.sin(2 * np.pi * points @ self.frequencies.T + self.phases)
        return (points + waves @ self.amplitudes) @ self.matrix.T


def rewrite(strokes: Sequence[Stroke], random: np.random.Generator) -> list[Stroke]:
    """Return strokes of 0 to 1000 as another hand would write them, their longer side 0 to 1."""
    warp = Warp.random(random)
    paths = recorded([stroke / 1000 for stroke in strokes], random)
    jittered = [
        (path - 0.5) * np.exp(random.normal(0, 0.02)) + random.normal(0, 0.014, 2)
        for path in paths
    ]
    return fit_unit([warp.move(stroke) for stroke in jittered])


def fit_unit(strokes: Sequence[Stroke]) -> list[Stroke]:
    """Scale and move strokes so that their bounding box begins at (0, 0), its longer side 1."""
    points = np.concatenate(strokes)
    corner = points.min(axis=0)
    side = max(float(np.ptp(points, axis=0).max()), 1e-9)
    return [(stroke - corner) / side for stroke in strokes]


def extent(strokes: Sequence[Stroke]) -> tuple[float, float]:
    """Return the width and height of the strokes' bounding box."""
    width, height = np.ptp(np.concatenate(strokes), axis=0)
    return float(width), float(height)


def redraw(ink: Ink, random: np.random.Generator) -> Ink:
    """
    Return a 28 x 28 digit as another hand would draw it, with another pen, 68 x 68.

    The picture is warped at twice its size; then it is blurred and thresholded at another level,
    which makes lines thicker or thinner.
    """
    scale, margin = 2, 3
    side = scale * (28 + 2 * margin)
    axis = ((np.arange(side) + 0.5) / scale - margin - 14) / 20
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    x, y = (Warp.random(random).move(grid) * 20 + 13.5).T
    warped = ndimage.map_coordinates(ink.astype(np.float32), (y, x), order=1).reshape(side, side)
    threshold = random.uniform(0.2, 0.65)
    blurred = ndimage.gaussian_filter(warped, scale * random.uniform(0.3, 0.9)) / 255
    steepness = random.uniform(3, 8)
    drawn = 0.5 + steepness * (blurred - threshold * min(blurred.max(), 1))
    return np.asarray(np.clip(drawn, 0, 1) * 255, np.uint8)
