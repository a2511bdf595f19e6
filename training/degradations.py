"""Degradations of a picture of a digit, for augmentation: lines, stains, noise, bands, fog, blur."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from training.datasets import Ink

type Page = NDArray[np.float64]
type Degradation = Callable[[Page, np.random.Generator], Page]


def degraded(ink: Ink, random: np.random.Generator) -> Ink:
    """Return the page's ink (side x side, 0 to 255) after one degradation, or two different ones."""
    page = ink / 255
    for number in random.choice(len(_DEGRADATIONS), random.integers(1, 3), replace=False):
        page = np.clip(_DEGRADATIONS[number](page, random), 0, 1)
    return np.asarray(page * 255, np.uint8)


def _struck_through(page: Page, random: np.random.Generator) -> Page:
    """Draw a line with some corners across the page, solid or dashed."""
    side = len(page)
    corners = (2, 3, int(random.integers(4, 18)))[random.integers(3)]
    along = np.linspace(-0.05, 1.05, corners)
    across = random.uniform(0.1, 0.9) + random.normal(0, random.uniform(0, 0.12), corners)
    across += random.uniform(-0.4, 0.4) * (along - 0.5)
    points = np.stack([along, across] if random.random() < 0.7 else [across, along], axis=1) * side
    line = Image.new("L", (side, side))
    brush = ImageDraw.Draw(line)
    brush.line(
        [tuple(point) for point in points], 255, max(1, round(side * random.uniform(0, 0.05)))
    )
    drawn = np.asarray(line) / 255
    if random.random() < 0.3:
        dash = random.uniform(0.03, 0.1) * side
        drawn = drawn * (np.add.outer(np.arange(side), np.arange(side)) % (2 * dash) < dash)
    return np.maximum(page, drawn * random.uniform(0.5, 1))


def _stained(page: Page, random: np.random.Generator) -> Page:
    """Let drops of ink or of bleach fall on it."""
    density = ndimage.gaussian_filter(
        random.normal(0, 1, page.shape), len(page) * random.uniform(0.02, 0.06)
    )
    drops = density > density.std() * random.uniform(1.6, 2.6)
    return np.where(drops, random.choice((0, random.uniform(0.4, 1), 1)), page)


def _noisy(page: Page, random: np.random.Generator) -> Page:
    """Add Gaussian noise, or salt and pepper noise in grains of one pixel or more."""
    if random.random() < 0.4:
        return np.asarray(page + random.normal(0, random.uniform(0.05, 0.3), page.shape))
    size = int(random.integers(1, 2 + len(page) // 28))
    chance = np.kron(random.random([-(-len(page) // size)] * 2), np.ones((size, size)))
    chance = chance[: len(page), : len(page)]
    share = random.uniform(0.01, 0.1)
    return np.where(chance < share, 0.0, np.where(chance > 1 - share, 1.0, page))


def _with_inverted_band(page: Page, random: np.random.Generator) -> Page:
    """Invert a vertical or horizontal band of it."""
    start = random.uniform(0, 0.6)
    first, last = (np.array([start, start + random.uniform(0.15, 0.6)]) * len(page)).astype(int)
    banded = page.copy()
    band = banded[first:last] if random.random() < 0.4 else banded[:, first:last]
    band[:] = 1 - band
    return banded


def _outlined(page: Page, random: np.random.Generator) -> Page:
    """Keep the outline only."""
    soft = ndimage.gaussian_filter(page, len(page) * random.uniform(0.01, 0.03))
    inside = soft > random.uniform(0.25, 0.55)
    width = max(1, round(len(page) * random.uniform(0.02, 0.04)))
    return np.asarray(inside & ~ndimage.binary_erosion(inside, iterations=width), float)


def _fogged(page: Page, random: np.random.Generator) -> Page:
    """Lay fog of uneven density over it."""
    clouds = ndimage.gaussian_filter(
        random.normal(0, 1, page.shape), len(page) * random.uniform(0.08, 0.3)
    )
    clouds = (clouds - clouds.min()) / max(np.ptp(clouds), 1e-9)
    thickness = random.uniform(0.2, 0.7)
    return np.asarray(page * (1 - thickness) + clouds * thickness)


def _blurred(page: Page, random: np.random.Generator) -> Page:
    """Blur it by motion along a line, or as a lens that is out of focus does."""
    length = len(page) * random.uniform(0.05, 0.3)
    if random.random() < 0.4:
        return np.asarray(ndimage.gaussian_filter(page, length / 5))
    angle = random.uniform(0, np.pi)
    steps = np.linspace(-0.5, 0.5, 9) * length
    shifts = [(step * np.sin(angle), step * np.cos(angle)) for step in steps]
    return np.asarray(np.mean([ndimage.shift(page, shift, order=1) for shift in shifts], axis=0))


def _faded(page: Page, random: np.random.Generator) -> Page:
    """Remove ink along a line, as when a pen runs dry or a fold is scanned."""
    lost = 1 - _struck_through(np.zeros_like(page), random)
    return np.asarray(page * lost)


_DEGRADATIONS: tuple[Degradation, ...] = (
    _struck_through,
    _stained,
    _noisy,
    _with_inverted_band,
    _outlined,
    _fogged,
    _blurred,
    _faded,
)
