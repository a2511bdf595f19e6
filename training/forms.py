"""Digits on printed paper: ruled, squared, or a form with boxes to write in."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.datasets import Ink
from training.jpeg import through_jpeg

type Coordinates = NDArray[np.float64]
"""Height x width: x or y of each pixel, in pixels."""
type Coverage = NDArray[np.float64]
"""Height x width: the share of each pixel that is printed on, 0 to 1."""


def on_ruled_paper(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink on a page of an exercise book: lines, squares, or a margin beside lines."""
    side = len(ink)
    x, y = _rotated_grid(side, random.normal(0, 1))
    step, width = side * random.uniform(0.12, 0.4), random.uniform(1, 3)
    printed = _parallel_lines(y, step, width, random)
    kind = random.integers(3)
    if kind == 1:
        printed = np.maximum(printed, _parallel_lines(x, step, width, random))
    if kind == 2:
        printed = np.maximum(printed, _line(x, side * random.uniform(0.02, 0.2), 1.5 * width))
    return _page(ink, printed, strength=random.uniform(0.2, 0.7), random=random)


def in_a_box(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink in the box of a form, cut out with some of the paper around it, or just along the box."""
    side = len(ink)
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    x, y = _rotated_grid(side, random.normal(0, 0.7))
    width = random.uniform(1, 4)
    gap = random.uniform(0, 0.12, 4) * side
    left, right = columns[0] - gap[0], columns[-1] + gap[1]
    top, bottom = rows[0] - gap[2], rows[-1] + gap[3]
    neighbours = random.random() < 0.4
    along = _between(x, -side, 2 * side) if neighbours else _between(x, left, right)
    upright = _between(y, top, bottom)
    printed = np.maximum.reduce(
        [
            _line(x, left, width) * upright,
            _line(x, right, width) * upright,
            _line(y, bottom, width) * along,
            _line(y, top, width) * along * (random.random() < 0.85),
        ]
    )
    page = _page(ink, printed, strength=random.uniform(0.3, 1), random=random)
    margin = random.uniform(0, 0.15, 4) * side
    corners = np.array((left, top, right, bottom)) + margin * (-1, -1, 1, 1)
    left, top, right, bottom = np.clip(np.round(corners), 0, side)
    return page.crop((left, top, right, bottom))


def _page(
    ink: Ink, printed: Coverage, *, strength: float, random: np.random.Generator
) -> Image.Image:
    """Return a scan of the ink over the printing, each in a random colour, half of them as JPEG."""
    paper = random.uniform(225, 256) * random.uniform(0.94, 1, 3)
    line, pen = (random.uniform(0, most, 3) for most in (200, 110))
    printing = strength * printed[..., None]
    page = paper * (1 - printing) + np.minimum(line, paper) * printing
    share = ink[..., None] / 255
    page = page * (1 - share) + pen * share
    page += random.normal(0, random.uniform(0, 4), page.shape)
    picture = Image.fromarray(np.uint8(np.clip(page, 0, 255)))
    if random.random() < 0.5:
        return picture
    return through_jpeg(picture, quality=int(random.integers(60, 96)))


def _rotated_grid(side: int, degrees: float) -> tuple[Coordinates, Coordinates]:
    """Return the coordinates x, y of each pixel on paper that is rotated by so many degrees."""
    angle = np.radians(degrees)
    y, x = np.mgrid[0:side, 0:side] - (side - 1) / 2
    rotated_x = x * np.cos(angle) + y * np.sin(angle)
    rotated_y = y * np.cos(angle) - x * np.sin(angle)
    return rotated_x + (side - 1) / 2, rotated_y + (side - 1) / 2


def _parallel_lines(
    coordinate: Coordinates, step: float, width: float, random: np.random.Generator
) -> Coverage:
    distance: Coordinates = (coordinate + random.uniform(0, step)) % step
    return np.asarray(np.clip(width / 2 + 0.5 - np.minimum(distance, step - distance), 0, 1))


def _line(coordinate: Coordinates, position: float, width: float) -> Coverage:
    return np.asarray(np.clip(width / 2 + 0.5 - np.abs(coordinate - position), 0, 1))


def _between(coordinate: Coordinates, first: float, last: float) -> Coverage:
    return np.asarray(np.clip(np.minimum(coordinate - first, last - coordinate) + 1, 0, 1))
