"""Digits in pictures that show more than their paper: a table, holes, a thumb, other digits, shadows."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from training.datasets import Ink
from training.papers import through_a_camera

type Page = NDArray[np.float64]
"""Height x width: the reflectance of each pixel, 0 to 1."""


def with_surroundings(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink in a photo, beside one of the things that photos of paper often show, too."""
    add = (_on_a_table, _beside_holes, _beside_a_thumb, _between_others)[random.integers(4)]
    return _photo(add(ink, random), random)


def in_shadows(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink in a photo, beside the fold of a book, or in the shadow of the fingers that hold the phone."""
    add = (_beside_a_fold, _under_fingers)[random.integers(2)]
    return _photo(add(ink, random), random)


def _on_a_table(ink: Ink, random: np.random.Generator) -> Page:
    """Return a sheet that lies askew on a darker table with a grain."""
    angle = random.normal(0, 5)
    resampling = Image.Resampling.BICUBIC
    sheet = _as_image(_written(ink, random)).rotate(angle, resampling, expand=True)
    covered = Image.new("L", ink.shape[::-1], 255).rotate(angle, resampling, expand=True)
    margins = [round(share * len(ink)) for share in random.uniform(0.03, 0.35, 4)]
    width, height = sheet.width + margins[0] + margins[2], sheet.height + margins[1] + margins[3]
    grain = np.repeat(random.normal(0, 0.03, (height, 1 + width // 40)), 40, axis=1)[:, :width]
    table = _as_image(random.uniform(0.15, 0.5) + grain)
    table.paste(sheet, (margins[0], margins[1]), covered)
    return np.asarray(table, np.float64)


def _beside_holes(ink: Ink, random: np.random.Generator) -> Page:
    """Return a page with two or four holes along its left side, dark as what is behind it."""
    side, margin = len(ink), round(0.18 * len(ink))
    page = _as_image(_written(np.pad(ink, ((0, 0), (margin, 0))), random))
    brush = ImageDraw.Draw(page)
    radius = side * random.uniform(0.02, 0.045)
    column, dark = margin * random.uniform(0.35, 0.6), random.uniform(0.1, 0.4)
    for row in side * (np.linspace(0.1, 0.9, random.choice((2, 4))) + random.normal(0, 0.02)):
        brush.circle((column, row), radius, fill=dark)
    return np.asarray(page, np.float64)


def _beside_a_thumb(ink: Ink, random: np.random.Generator) -> Page:
    """Return a page that a thumb holds in its lower left corner."""
    side, margin = len(ink), round(0.2 * len(ink))
    page = _as_image(_written(np.pad(ink, ((0, margin), (0, 0))), random))
    end = np.array((side * random.uniform(0.08, 0.2), side + margin * random.uniform(0.3, 0.6)))
    start = end + side * random.uniform(0.2, 0.3) * np.array((-1, 1))
    radius = side * random.uniform(0.05, 0.08)
    brush, skin = ImageDraw.Draw(page), random.uniform(0.35, 0.65)
    brush.line([tuple(start), tuple(end)], skin, round(2 * radius))
    brush.circle(tuple(end), radius, fill=skin)
    return np.asarray(page, np.float64)


def _between_others(ink: Ink, random: np.random.Generator) -> Page:
    """Return the digit as it is cut out of a row, with a part of those before and after it."""
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    digit = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    before, after = (
        max(2, round(share * digit.shape[1])) for share in random.uniform(0.05, 0.3, 2)
    )
    gaps = [
        np.zeros((len(digit), max(4, round(share * len(digit)))), np.uint8)
        for share in random.uniform(0.08, 0.25, 2)
    ]
    row = np.concatenate((digit[:, -before:], gaps[0], digit, gaps[1], digit[:, :after]), axis=1)
    above, below = (round(share * len(digit)) for share in random.uniform(0.05, 0.3, 2))
    return _written(np.pad(row, ((above, below), (0, 0))), random)


def _beside_a_fold(ink: Ink, random: np.random.Generator) -> Page:
    """Return a page that bends down to its left or its upper side, where it is dark, and the next one's edge."""
    side, margin = len(ink), round(0.25 * len(ink))
    is_left = random.random() < 0.5
    page = _written(np.pad(ink if is_left else ink.T, ((0, 0), (margin, 0))), random)
    away = np.arange(page.shape[1]) - margin * random.uniform(0.3, 0.6)
    darkness = np.exp(-((away / (side * random.uniform(0.02, 0.05))) ** 2))
    folded = page * (1 - random.uniform(0.4, 0.8) * darkness)
    return folded if is_left else folded.T


def _under_fingers(ink: Ink, random: np.random.Generator) -> Page:
    """Return a page with the shadow of two to four fingers from the right, which may reach the digit."""
    side = len(ink)
    hand = Image.new("L", ink.shape[::-1])
    brush = ImageDraw.Draw(hand)
    first, apart = side * random.uniform(0.1, 0.5), side * random.uniform(0.12, 0.18)
    for finger in range(random.integers(2, 5)):
        end = side * random.uniform(0.55, 0.85), first + apart * finger
        start = side, end[1] + side * random.uniform(0, 0.2)
        brush.line([start, end], 255, round(side * random.uniform(0.07, 0.1)))
    shadow = ndimage.gaussian_filter(
        np.asarray(hand, np.float64), side * random.uniform(0.005, 0.02)
    )
    return np.asarray(_written(ink, random) * (1 - random.uniform(0.2, 0.5) * shadow / 255))


def _as_image(page: Page) -> Image.Image:
    """Return the page as an image of single-precision floats, which Pillow can draw on."""
    return Image.fromarray(np.asarray(page, np.float32))


def _written(ink: Ink, random: np.random.Generator) -> Page:
    """Return light paper with dark ink on it."""
    return np.asarray(random.uniform(0.85, 1) * (1 - random.uniform(0.6, 0.85) * ink / 255))


def _photo(page: Page, random: np.random.Generator) -> Image.Image:
    """Return a photograph of the page, lit from one side."""
    height, width = page.shape
    y, x = np.mgrid[-0.5 : 0.5 : height * 1j, -0.5 : 0.5 : width * 1j]
    direction = random.uniform(0, 2 * np.pi)
    light = 1 + random.uniform(0, 0.3) * (x * np.cos(direction) + y * np.sin(direction))
    levels = random.uniform(190, 240) * page * light
    return through_a_camera(levels, random, noise=(1, 5), blur=(0.3, 1), quality=(60, 95))
