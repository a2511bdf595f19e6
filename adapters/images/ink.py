"""From a picture to its ink: where, and how strongly, something is drawn on the paper."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

type Ink = NDArray[np.uint8]
"""Height x width; 0 is paper, 255 the strongest difference from it."""

# A picture is looked at with at most this many pixels a side: a digit needs far fewer.
LONGEST_SIDE = 320

_HALF = 128
_SPREAD_OF_EVEN_PAPER = 24
_LIGHT_GRID = 80  # pixels a side on which the light on a photo is estimated
_LIGHT_REACH = 0.12  # how far the light is smoothed, as a share of the picture's side


def find_ink(picture: Image.Image) -> Ink:
    """Return how much each pixel differs from the paper, whatever the colours and the light."""
    values = _values(_shrink(picture))
    border = _border(values)
    low, high = np.percentile(border, (5, 95), axis=0)
    if np.max(high - low) <= _SPREAD_OF_EVEN_PAPER:
        return _difference(values, np.median(border, axis=0))
    grey = values if values.ndim == 2 else values.mean(axis=2)
    return _unevenly_lit(grey.astype(np.float32))


def _shrink(picture: Image.Image) -> Image.Image:
    """Average the picture down to the size that is looked at."""
    factor = max(picture.size) // LONGEST_SIDE
    return picture.reduce(factor) if factor > 1 else picture


def _values(picture: Image.Image) -> NDArray[np.uint8]:
    """Return the opaque picture's pixels, height x width (x 3 if it has colour)."""
    if picture.mode.startswith(("I", "F")):
        return _stretched(np.asarray(picture, np.float32))
    if picture.has_transparency_data:
        return _without_transparency(np.asarray(picture.convert("RGBA")))
    if picture.mode in {"1", "L"}:
        return np.asarray(picture.convert("L"))
    return np.asarray(picture.convert("RGB"))


def _stretched(levels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Bring levels of any range (16-bit, float) to 0..255."""
    low, high = float(levels.min()), float(levels.max())
    scaled = (levels - low) * (255 / max(high - low, 1e-6))
    return np.asarray(scaled.round(), np.uint8)


def _without_transparency(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """
    Return the drawing on transparent paper, or the picture with transparent parts.

    Where most of the page is transparent, or what is opaque shows nothing by its colours,
    the drawing is in the opacity, whatever its colour. Otherwise the colours are the picture
    and the transparent parts become its paper.
    """
    colours, opacity = rgba[..., :3], rgba[..., 3]
    opaque = opacity >= _HALF
    if not opaque.any():
        return opacity
    seen = colours[opaque]
    paper = np.median(seen, axis=0)
    flat = np.ptp(seen, axis=0).max() <= _SPREAD_OF_EVEN_PAPER
    if not opaque.all() and (flat or opaque.mean() < 0.5):
        return opacity
    weight = opacity[..., None].astype(np.float32) / 255
    return np.asarray(colours * weight + paper * (1 - weight), np.uint8)


def _border(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the outermost pixels, n (x 3)."""
    sides = (values[0], values[-1], values[1:-1, 0], values[1:-1, -1])
    return np.concatenate(sides)


def _difference(values: NDArray[np.uint8], paper: NDArray[np.float64]) -> Ink:
    """Return the largest difference from the paper's colour in any channel."""
    colour = np.asarray(np.round(paper), np.int16)
    difference = np.abs(values - colour)
    return np.asarray(difference if difference.ndim == 2 else difference.max(axis=2), np.uint8)


def _unevenly_lit(grey: NDArray[np.float32]) -> Ink:
    """
    Return the ink on paper that light and shadow cross.

    The light is the blurred picture without what stands out from it, found in two rounds
    (normalised convolution, Knutsson and Westin 1993); the ink is what is darker than it, or
    lighter if that stands out more.
    """
    step = max(1, max(grey.shape) // _LIGHT_GRID)
    coarse = ndimage.uniform_filter(grey, step)[::step, ::step]
    light = _blurred(coarse, np.ones_like(coarse))
    for _ in range(2):
        rest = coarse - light
        quiet = np.abs(rest - np.median(rest)) <= 1.5 * np.median(np.abs(rest)) + 2
        light = _blurred(coarse, quiet.astype(np.float32))
    zoom = (grey.shape[0] / light.shape[0], grey.shape[1] / light.shape[1])
    rest = grey - ndimage.zoom(light, zoom, order=1)
    dark, bright = np.percentile(rest, (0.5, 99.5))
    ink = -rest if -dark >= bright else rest
    noise = 3 * 1.4826 * np.median(np.abs(rest))
    return np.asarray(np.clip(ink - noise, 0, 255), np.uint8)


def _blurred(picture: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blur widely, each pixel counted by its weight; where nothing counts, the mean stands in."""
    reach = _LIGHT_REACH * max(picture.shape)
    mean = float(np.average(picture, weights=weight))
    summed = ndimage.gaussian_filter((picture - mean) * weight, reach, mode="nearest")
    share = ndimage.gaussian_filter(weight, reach, mode="nearest")
    return np.asarray(mean + summed / np.maximum(share, 1e-3), np.float32)
