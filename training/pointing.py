"""Digits that are marked: underlined, as a 6 or a 9 often is, or circled, as an answer is."""

import numpy as np
from PIL import Image, ImageDraw

from training.datasets import Ink
from training.papers import black_on_white


def pointed_at(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink with a line under it or an ellipse around it, which mostly do not touch it."""
    page = Image.fromarray(np.pad(ink, len(ink) // 3))
    left, top, right, bottom = page.getbbox() or (0, 0, *page.size)
    brush, width = ImageDraw.Draw(page), round(random.uniform(3, 12))
    if random.random() < 0.5:
        reach = (right - left) * random.uniform(0, 0.2, 2) + width
        rows = bottom + width + random.uniform(0, 0.15) * len(ink) + random.normal(0, 2, 2)
        brush.line([(left - reach[0], rows[0]), (right + reach[1], rows[1])], 255, width)
    else:
        across, down = ((right - left) / 2, (bottom - top) / 2)
        radius = np.hypot(across, down) * random.uniform(1.05, 1.35) + width
        radii = radius * random.uniform(0.9, 1.1, 2)
        middle = np.array((left + across, top + down))
        brush.ellipse((*(middle - radii), *(middle + radii)), outline=255, width=width)
    return black_on_white(np.asarray(page), random)
