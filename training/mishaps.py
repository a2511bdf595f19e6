"""What befalls a picture of a digit before it is read: stains, lines, grains, bands, veils."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from training.datasets import Ink

type Page = NDArray[np.float64]
type Mishap = Callable[[Page, np.random.Generator], Page]


def befallen(ink: Ink, random: np.random.Generator) -> Ink:
    """Return the page's ink (side x side) after one mishap, or two of them."""
    page = ink / 255
    for mishap in random.choice(len(_MISHAPS), random.integers(1, 3), replace=False):
        page = np.clip(_MISHAPS[mishap](page, random), 0, 1)
    return np.asarray(page * 255, np.uint8)


def _crossed(page: Page, random: np.random.Generator) -> Page:
    """Draw a line with some corners right across it, whole or broken."""
    side = len(page)
    corners = (2, 3, int(random.integers(4, 18)))[random.integers(3)]
    along = np.linspace(-0.05, 1.05, corners)
    across = random.uniform(0.1, 0.9) + random.normal(0, random.uniform(0, 0.12), corners)
    across += random.uniform(-0.4, 0.4) * (along - 0.5)
    ways = np.stack([along, across] if random.random() < 0.7 else [across, along], axis=1) * side
    line = Image.new("L", (side, side))
    brush = ImageDraw.Draw(line)
    brush.line(
        [tuple(point) for point in ways], 255, max(1, round(side * random.uniform(0, 0.05)))
    )
    drawn = np.asarray(line) / 255
    if random.random() < 0.3:
        dash = random.uniform(0.03, 0.1) * side
        drawn = drawn * (np.add.outer(np.arange(side), np.arange(side)) % (2 * dash) < dash)
    return np.maximum(page, drawn * random.uniform(0.5, 1))


def _stained(page: Page, random: np.random.Generator) -> Page:
    """Let drops fall on it, of ink or of bleach."""
    grain = ndimage.gaussian_filter(
        random.normal(0, 1, page.shape), len(page) * random.uniform(0.02, 0.06)
    )
    drops = grain > grain.std() * random.uniform(1.6, 2.6)
    return np.where(drops, random.choice((0, random.uniform(0.4, 1), 1)), page)


def _grained(page: Page, random: np.random.Generator) -> Page:
    """Set grains of one to three pixels to black or white, or shake every pixel."""
    if random.random() < 0.4:
        return np.asarray(page + random.normal(0, random.uniform(0.05, 0.3), page.shape))
    size = int(random.integers(1, 2 + len(page) // 28))
    chance = np.kron(random.random([-(-len(page) // size)] * 2), np.ones((size, size)))
    chance = chance[: len(page), : len(page)]
    share = random.uniform(0.01, 0.1)
    return np.where(chance < share, 0.0, np.where(chance > 1 - share, 1.0, page))


def _banded(page: Page, random: np.random.Generator) -> Page:
    """Turn a band of it, upright or lying, into its negative."""
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


def _veiled(page: Page, random: np.random.Generator) -> Page:
    """Lay clouds over it."""
    clouds = ndimage.gaussian_filter(
        random.normal(0, 1, page.shape), len(page) * random.uniform(0.08, 0.3)
    )
    clouds = (clouds - clouds.min()) / max(np.ptp(clouds), 1e-9)
    thickness = random.uniform(0.2, 0.7)
    return np.asarray(page * (1 - thickness) + clouds * thickness)


def _smeared(page: Page, random: np.random.Generator) -> Page:
    """Move it while it is looked at, along a line; or look without glasses."""
    length = len(page) * random.uniform(0.05, 0.3)
    if random.random() < 0.4:
        return np.asarray(ndimage.gaussian_filter(page, length / 5))
    angle = random.uniform(0, np.pi)
    steps = np.linspace(-0.5, 0.5, 9) * length
    shifts = [(step * np.sin(angle), step * np.cos(angle)) for step in steps]
    return np.asarray(np.mean([ndimage.shift(page, shift, order=1) for shift in shifts], axis=0))


def _worn(page: Page, random: np.random.Generator) -> Page:
    """Lose ink along thin lines, as when a pen runs dry or a fold is scanned."""
    lost = 1 - _crossed(np.zeros_like(page), random)
    return np.asarray(page * lost)


_MISHAPS: tuple[Mishap, ...] = (
    _crossed,
    _stained,
    _grained,
    _banded,
    _outlined,
    _veiled,
    _smeared,
    _worn,
)
