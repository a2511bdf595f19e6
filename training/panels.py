"""Digits as programs plot them: in the colours of a map, with figures at the axes."""

import matplotlib as mpl
import numpy as np
from PIL import Image, ImageDraw

from training.datasets import Ink

_MAPS = ("viridis", "plasma", "Blues", "gray")


def in_a_plot(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink as the levels of a plot, light or dark, on a white page with ticks and figures to the left and below."""
    levels = ink if random.random() < 0.5 else 255 - ink
    colours = mpl.colormaps[str(random.choice(_MAPS))](levels / 255)
    panel = Image.fromarray(np.uint8(np.round(255 * colours[..., :3])))
    side = len(ink)
    left, top, right, below = (round(side * share) for share in random.uniform(0.08, 0.3, 4))
    page = Image.new("RGB", (left + side + right, top + side + below), "white")
    page.paste(panel, (left, top))
    brush = ImageDraw.Draw(page)
    brush.rectangle((left - 1, top - 1, left + side, top + side), outline="black")
    for number, place in enumerate(np.linspace(0.05, 0.9, random.integers(3, 8)) * side):
        brush.line((left - 4, top + place, left - 1, top + place), "black")
        brush.line((left + place, top + side, left + place, top + side + 3), "black")
        brush.text((left - 6, top + place), str(5 * number), "black", anchor="rm")
        brush.text((left + place, top + side + 6), str(5 * number), "black", anchor="mt")
    return page
