"""Ink on paper as people send it: of any colour, transparent, photographed, cut out."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from training.datasets import Ink
from training.jpeg import through_jpeg


def black_on_white(ink: Ink, _: np.random.Generator) -> Image.Image:
    """Black ink on white paper."""
    return Image.fromarray(255 - ink)


def on_transparent_paper(ink: Ink, _: np.random.Generator) -> Image.Image:
    """Black ink on a transparent background."""
    opacity = Image.fromarray(ink)
    return Image.merge("LA", (Image.new("L", opacity.size), opacity))


def white_on_black(ink: Ink, _: np.random.Generator) -> Image.Image:
    """White ink on black paper."""
    return Image.fromarray(ink)


def in_colour(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink of any colour on paper of a light tint."""
    paper, colour = random.integers(190, 256, 3), random.integers(0, 150, 3)
    share = ink[..., None] / 255
    return Image.fromarray(np.uint8(paper * (1 - share) + colour * share))


def photographed(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink on paper in uneven light, under a shadow, a little blurred, with noise, as a JPEG."""
    y, x = np.mgrid[0 : 1 : ink.shape[0] * 1j, 0 : 1 : ink.shape[1] * 1j]
    direction = random.uniform(0, 2 * np.pi)
    slope = (x - 0.5) * np.cos(direction) + (y - 0.5) * np.sin(direction)
    light = random.uniform(150, 230) * (1 + random.uniform(0.1, 0.5) * slope)
    edge = random.uniform(-0.4, 0.4) + 0.2 * np.sin(3 * x + direction)
    shadow = 1 / (1 + np.exp((slope - edge) * random.uniform(8, 40)))
    light *= 1 - random.uniform(0.1, 0.4) * shadow
    page = light * (1 - random.uniform(0.5, 0.85) * ink / 255)
    return through_a_camera(page, random, noise=(2, 8), blur=(0.4, 1.8), quality=(40, 90))


def cut_close(ink: Ink, random: np.random.Generator) -> Image.Image:
    """The digit alone, as a program cuts it out of a form: few pixels, now and then enlarged again."""
    cut = _cut_out(ink, random, margin=int(random.integers(0, 10)))
    small = _scaled(cut, longer_side=np.exp(random.uniform(np.log(14), np.log(200))))
    return _scaled(small, longer_side=random.uniform(100, 280)) if random.random() < 0.3 else small


def cut_to_the_ink(ink: Ink, random: np.random.Generator) -> Image.Image:
    """The digit alone in the box around its ink, as programs find it, with no margin or one pixel."""
    cut = _cut_out(ink, random, margin=int(random.integers(0, 2)))
    if random.random() < 0.5:
        return cut
    small = _scaled(cut, longer_side=random.uniform(14, 40))
    return small if random.random() < 0.5 else _scaled(small, longer_side=random.uniform(60, 200))


def _cut_out(ink: Ink, random: np.random.Generator, *, margin: int) -> Image.Image:
    """Return the box around the ink and a margin in pixels, black on white or white on black."""
    page = Image.fromarray(ink if random.random() < 0.5 else 255 - ink)
    left, top, right, bottom = Image.fromarray(ink).getbbox() or (0, 0, *page.size)
    return page.crop(
        (
            max(left - margin, 0),
            max(top - margin, 0),
            min(right + margin, page.width),
            min(bottom + margin, page.height),
        )
    )


def _scaled(picture: Image.Image, *, longer_side: float) -> Image.Image:
    """Return the picture with so many pixels on its longer side."""
    factor = longer_side / max(picture.size)
    width, height = (max(1, round(side * factor)) for side in picture.size)
    resampling = Image.Resampling.BOX if factor < 0.5 else Image.Resampling.BICUBIC
    return picture.resize((width, height), resampling)


def through_a_camera(
    levels: NDArray[np.float64],
    random: np.random.Generator,
    *,
    noise: tuple[float, float],
    blur: tuple[float, float],
    quality: tuple[int, int],
) -> Image.Image:
    """
    Return a photograph of a page: it is noisy, blurred and compressed, each at random.

    Args:
        levels: height x width, 0 to 255.
        random: the random generator.
        noise: range of the standard deviation, in levels.
        blur: range of the radius, in pixels.
        quality: range of the JPEG quality.
    """
    noisy = levels + random.normal(0, random.uniform(*noise), levels.shape)
    picture = Image.fromarray(np.uint8(np.clip(noisy, 0, 255)))
    picture = picture.filter(ImageFilter.GaussianBlur(random.uniform(*blur)))
    return through_jpeg(picture, quality=int(random.integers(*quality)))
