"""
The fifteen corruptions of MNIST-C, written after the description in N. Mu and J. Gilmer,
"MNIST-C: a robustness benchmark for computer vision" (2019). Each takes 28 x 28 levels of ink, 0 to 1.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from training.datasets import Ink

type Page = NDArray[np.float64]
type Corruption = Callable[[Page, np.random.Generator], Page]

SIDE = 28


def shot_noise(page: Page, random: np.random.Generator) -> Page:
    """Add the Poisson noise of counting few photons."""
    return np.asarray(random.poisson(page * 20) / 20)


def impulse_noise(page: Page, random: np.random.Generator) -> Page:
    """Set a tenth of all pixels to black or white."""
    chance = random.random(page.shape)
    return np.asarray(np.where(chance < 0.05, 0.0, np.where(chance > 0.95, 1.0, page)))


def glass_blur(page: Page, random: np.random.Generator) -> Page:
    """Blur as frosted glass does: each pixel is taken from a neighbour."""
    blurred = ndimage.gaussian_filter(page, 0.7)
    rows, columns = np.indices(page.shape) + random.integers(-1, 2, (2, *page.shape))
    displaced = blurred[rows.clip(0, SIDE - 1), columns.clip(0, SIDE - 1)]
    return np.asarray(ndimage.gaussian_filter(displaced, 0.7))


def motion_blur(page: Page, random: np.random.Generator) -> Page:
    """Move during the exposure, along a line of seven pixels."""
    angle = random.uniform(0, np.pi)
    steps = np.linspace(-3, 3, 13)
    moved = [ndimage.shift(page, (s * np.sin(angle), s * np.cos(angle)), order=1) for s in steps]
    return np.asarray(np.mean(moved, axis=0))


def _affine(page: Page, matrix: Page) -> Page:
    """Map the page by the inverse of a 2 x 2 matrix, its centre kept."""
    centre = (SIDE - 1) / 2
    offset = centre - matrix @ np.full(2, centre)
    return np.asarray(ndimage.affine_transform(page, matrix, offset, order=1))


def shear(page: Page, random: np.random.Generator) -> Page:
    """Slant by up to 0.6."""
    return _affine(
        page, np.array([[1, 0], [random.choice((-1, 1)) * random.uniform(0.4, 0.6), 1]])
    )


def scale(page: Page, random: np.random.Generator) -> Page:
    """Shrink to about two thirds."""
    return _affine(page, np.eye(2) / random.uniform(0.6, 0.75))


def rotate(page: Page, random: np.random.Generator) -> Page:
    """Turn by 20 to 30 degrees."""
    angle = np.radians(random.choice((-1, 1)) * random.uniform(20, 30))
    return _affine(
        page, np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    )


def brightness(page: Page, _random: np.random.Generator) -> Page:
    """Brighten everything, which halves the contrast."""
    return page * 0.5 + 0.5


def translate(page: Page, random: np.random.Generator) -> Page:
    """Move by up to four pixels."""
    return np.asarray(ndimage.shift(page, random.integers(-4, 5, 2), order=0))


def stripe(page: Page, _random: np.random.Generator) -> Page:
    """Invert a vertical band in the middle."""
    striped = page.copy()
    striped[:, 8:21] = 1 - striped[:, 8:21]
    return striped


def fog(page: Page, random: np.random.Generator) -> Page:
    """Lay clouds over it."""
    clouds = sum(
        ndimage.gaussian_filter(random.normal(0, 1, page.shape), s) * s for s in (2, 4, 8)
    )
    clouds = (clouds - clouds.min()) / np.ptp(clouds)
    return np.asarray((page + 0.8 * clouds) / 1.8)


def spatter(page: Page, random: np.random.Generator) -> Page:
    """Let drops fall on it."""
    drops = ndimage.gaussian_filter(random.normal(0, 1, page.shape), 1.2)
    return np.asarray(np.where(drops > 2.2 * drops.std(), 0.7, page))


def _with_line(page: Page, random: np.random.Generator, *, zigzag: bool, dots: bool) -> Page:
    """Draw a line across the page, straight or jagged, whole or in dots."""
    start, end = random.uniform(4, 24, 2)
    columns = np.linspace(0, SIDE - 1, 29)
    rows = np.linspace(start, end, 29)
    if zigzag:
        rows = rows + 2.5 * (np.arange(29) // 2 % 2 * 2 - 1)
    canvas = Image.fromarray(np.uint8(page * 255))
    brush = ImageDraw.Draw(canvas)
    points = list(zip(columns.tolist(), rows.tolist(), strict=True))
    if dots:
        brush.point(points[::2], fill=255)
    else:
        brush.line(points, fill=255)
    return np.asarray(canvas) / 255


def dotted_line(page: Page, random: np.random.Generator) -> Page:
    """Draw a dotted line across."""
    return _with_line(page, random, zigzag=False, dots=True)


def zigzag(page: Page, random: np.random.Generator) -> Page:
    """Draw a jagged line across."""
    return _with_line(page, random, zigzag=True, dots=False)


def canny_edges(page: Page, _random: np.random.Generator) -> Page:
    """Keep the outline only, found by erosion."""
    blurred = ndimage.gaussian_filter(page, 0.5)
    inside = blurred > 0.4
    return np.asarray(inside & ~ndimage.binary_erosion(inside), float)


CORRUPTIONS: Mapping[str, Corruption] = {
    corruption.__name__: corruption
    for corruption in (
        shot_noise,
        impulse_noise,
        glass_blur,
        motion_blur,
        shear,
        scale,
        rotate,
        brightness,
        translate,
        stripe,
        fog,
        spatter,
        dotted_line,
        zigzag,
        canny_edges,
    )
}


def corrupted(ink: Ink, number: int, random: np.random.Generator) -> Ink:
    """Return 28 x 28 ink, 0 to 255, with the corruption of that number modulo fifteen."""
    corruption = list(CORRUPTIONS.values())[number % len(CORRUPTIONS)]
    return np.asarray(np.clip(corruption(ink / 255, random), 0, 1) * 255, np.uint8)
