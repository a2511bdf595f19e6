"""Photographs to train on; the light, paper and cameras differ from those of the evaluation."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from scipy import ndimage

from training.datasets import Ink
from training.jpeg import through_jpeg

type Light = NDArray[np.float64]


def snapshot(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Return a photograph of the ink (side x side) on paper: uneven light, noise, blur, JPEG."""
    side = len(ink)
    paper = random.uniform(0.55, 1) * _illumination(side, random) * _texture(side, random)
    colour = np.clip(random.uniform(0.02, 0.5) + random.normal(0, 0.08, 3), 0, 0.6)
    tint = np.clip(1 - np.abs(random.normal(0, 0.06, 3)), 0.7, 1)
    share = ink[..., None] / 255 * random.uniform(0.75, 1)
    page = 255 * paper[..., None] * (tint * (1 - share) + colour * share)
    page += random.normal(0, 1, page.shape) * random.uniform(0, 9)
    picture = Image.fromarray(np.uint8(np.clip(page, 0, 255)))
    picture = picture.filter(ImageFilter.GaussianBlur(abs(random.normal(0, 1.1))))
    return through_jpeg(picture, quality=int(random.integers(25, 96)))


def _illumination(side: int, random: np.random.Generator) -> Light:
    """Return the light on the page, 0 to 1: of a lamp near it, with up to two shadows."""
    y, x = np.mgrid[0 : 1 : side * 1j, 0 : 1 : side * 1j]
    lamp = random.uniform(-0.5, 1.5, 2)
    distance = np.hypot(x - lamp[0], y - lamp[1])
    light = 1 / (1 + random.uniform(0, 0.8) * distance**2)
    for _ in range(random.integers(3)):
        light = light * _shadow(x, y, random)
    return np.asarray(light / light.max())


def _shadow(x: Light, y: Light, random: np.random.Generator) -> Light:
    """Return the share of light in a shadow whose edge is straight or bent, sharp or soft."""
    angle = random.uniform(0, 2 * np.pi)
    along = (x - 0.5) * np.cos(angle) + (y - 0.5) * np.sin(angle)
    across = (y - 0.5) * np.cos(angle) - (x - 0.5) * np.sin(angle)
    edge = along - random.uniform(-0.4, 0.4) - random.normal(0, 0.6) * across**2
    steepness = np.exp(random.uniform(np.log(6), np.log(80)))
    return np.asarray(1 - random.uniform(0.1, 0.5) / (1 + np.exp(-steepness * edge)))


def _texture(side: int, random: np.random.Generator) -> Light:
    """Return the reflectance of grainy paper, one sheet in five with pale rules or squares on it."""
    fibres = ndimage.gaussian_filter(random.normal(0, 1, (side, side)), random.uniform(0.5, 3))
    paper = 1 - 0.03 * random.random() * np.abs(fibres) / fibres.std()
    if random.random() < 0.2:
        step, start = side * random.uniform(0.08, 0.4), random.uniform(0, side)
        line = (np.arange(side) + start) % step < max(1, side * random.uniform(0.002, 0.01))
        paleness = random.uniform(0.03, 0.15)
        paper = paper * (1 - paleness * line[:, None])
        if random.random() < 0.5:
            paper = paper * (1 - paleness * line)
    return np.asarray(paper)
