"""Synthetic negatives: scribbles, full shapes, noise, and several digits side by side."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

from training.augmentation import extent, fit_unit
from training.datasets import Ink, Stroke
from training.drawings import slimness


def scribble(random: np.random.Generator, *, bends: int = 2) -> list[Stroke]:
    """
    Return one to four random curves, longer side 0 to 1; never a single line, which is a 1.

    Args:
        random: the random generator.
        bends: the least curvature in all, in half turns; with little, some look like a digit.
    """
    make = (_random_walk, _random_walk, _hatching, _spiral)[random.integers(4)]
    strokes = [make(random) for _ in range(random.integers(1, 5))]
    if sum(map(_bends, strokes)) < bends or slimness(strokes) <= 0.3:
        return scribble(random, bends=bends)
    return fit_unit(strokes)


def _random_walk(random: np.random.Generator) -> Stroke:
    """Return a random walk of a few steps, anywhere."""
    steps = random.integers(2, 12)
    walk = np.cumsum(random.normal(0, 1, (steps, 2)), axis=0)
    return _interpolated(walk) + random.normal(0, 1, 2)


def _hatching(random: np.random.Generator) -> Stroke:
    """Return a zigzag, as of a pen that fills a surface."""
    corners = random.integers(6, 20)
    across = np.arange(corners) % 2 + random.normal(0, 0.15, corners)
    path = np.stack([across, np.linspace(0, random.uniform(0.5, 1.5), corners)], axis=1)
    return _rotated(_interpolated(path), random)


def _spiral(random: np.random.Generator) -> Stroke:
    """Return a noisy spiral, as of a pen that blackens a spot."""
    angle = np.linspace(0, 2 * np.pi * random.uniform(2.5, 7), 120)
    radius = np.linspace(random.uniform(0.1, 0.6), 1, 120) * (1 + random.normal(0, 0.05, 120))
    drift = np.linspace(0, random.uniform(0, 1.5), 120)
    return _rotated(np.stack([radius * np.cos(angle) + drift, radius * np.sin(angle)], 1), random)


def _interpolated(path: Stroke) -> Stroke:
    """Return the path with points interpolated along its lines."""
    time = np.linspace(0, len(path) - 1, 8 * len(path))
    return np.stack([np.interp(time, np.arange(len(path)), path[:, a]) for a in (0, 1)], axis=1)


def _rotated(path: Stroke, random: np.random.Generator) -> Stroke:
    """Return the path rotated by any angle, and moved a little."""
    angle = random.uniform(0, 2 * np.pi)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return np.asarray(path @ rotation + random.normal(0, 0.3, 2))


def _bends(stroke: Stroke) -> int:
    """Return the total curvature of the stroke in half turns, rounded down."""
    steps = np.diff(stroke, axis=0)
    angles = np.angle(np.exp(1j * np.diff(np.angle(steps[:, 0] + 1j * steps[:, 1]))))
    return int(np.abs(angles).sum() / np.pi)


def side_by_side(parts: Sequence[Sequence[Stroke]], random: np.random.Generator) -> list[Stroke]:
    """Return drawings of about one height side by side, the longer side of all 0 to 1."""
    row: list[Stroke] = []
    left = 0.0
    for strokes in parts:
        height = random.uniform(0.75, 1)
        placed = [stroke * height / max(extent(strokes)[1], 1e-3) for stroke in strokes]
        shift = np.array([left, random.uniform(-0.15, 0.15)])
        row += [stroke - np.concatenate(placed).min(axis=0) + shift for stroke in placed]
        left = max(float(stroke[:, 0].max()) for stroke in row) + random.uniform(0.1, 0.5)
    return fit_unit(row)


def filled_shape(random: np.random.Generator, side: int = 120) -> Ink:
    """Return a page (side x side) with a filled ellipse, polygon or star; none of them slim."""
    page = Image.new("L", (side, side))
    corners = random.integers(3, 12)
    angles = np.linspace(0, 2 * np.pi, corners, endpoint=False) + random.uniform(0, np.pi)
    reach = np.full(corners, 0.45 * side)
    if random.random() < 0.4:
        reach[::2] *= random.uniform(0.3, 0.9)
    stretch = random.uniform(0.6, 1, 2)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1) * reach[:, None] * stretch
    brush = ImageDraw.Draw(page)
    if random.random() < 0.3:
        low, high = side / 2 * (1 - 0.8 * stretch), side / 2 * (1 + 0.8 * stretch)
        brush.ellipse((*low, *high), fill=255)
    else:
        brush.polygon([tuple(point) for point in points + side / 2], fill=255)
    return np.asarray(page)


def noise(random: np.random.Generator, side: int = 120) -> Ink:
    """Return a page (side x side) of smoothed Gaussian noise, of any contrast."""
    field = ndimage.gaussian_filter(random.normal(0, 1, (side, side)), random.uniform(0, 6))
    level = np.quantile(field, random.uniform(0.5, 0.98))
    steepness = 255 / field.std() * random.uniform(0.3, 3)
    return np.asarray(np.clip((field - level) * steepness, 0, 255), np.uint8)
