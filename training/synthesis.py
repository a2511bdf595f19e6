"""
Synthesis of one sample: a picture of a digit, or of what is none, drawn at random and read as the
service reads it. What reads blank is None.
"""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from adapters.images.fitting import fit_digit
from adapters.images.ink import find_ink
from swagdigit import DigitImage
from training.augmentation import redraw, rewrite
from training.datasets import Ink, Stroke
from training.degradations import degraded
from training.drawings import Drawing
from training.nondigits import filled_shape, noise, scribble, side_by_side
from training.rendering import Placement, draw
from training.snapshots import snapshot
from training.styles import in_other_style


def read_rewritten(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    """Rewrite the drawing as another hand would, draw it with any pen, and read it."""
    return read_strokes(_rewritten(drawing, random), random)


def read_strokes(strokes: Sequence[Stroke], random: np.random.Generator) -> DigitImage | None:
    """
    Draw strokes (longer side 0 to 1) at any size with any pen, and read them.

    Where on the page does not matter: the reader crops to the ink.
    """
    size = float(np.exp(random.uniform(np.log(30), np.log(240))))
    width = max(1.2, size * float(np.exp(random.uniform(np.log(0.012), np.log(0.3)))))
    return fit_digit(_page(strokes, random, size=size, width=width, page=int(size) + 4))


def read_photograph(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    """Rewrite the drawing as another hand would, photograph it, and read the photograph."""
    page = int(random.integers(100, 201))
    ink = _on_page(drawing, random, page=page)
    return fit_digit(find_ink(snapshot(ink, random)))


def read_degraded(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    """Rewrite the drawing as another hand would, degrade its picture, and read it."""
    ink = _on_page(drawing, random, page=int(random.integers(40, 161)))
    return _read(degraded(ink, random), random)


def read_redrawn(ink: Ink, random: np.random.Generator) -> DigitImage | None:
    """
    Redraw a picture (784 levels of ink) as another hand would, and read it.

    One in twelve is degraded, half of these without being redrawn.
    """
    picture = ink.reshape(DigitImage.SIDE, DigitImage.SIDE)
    chance = random.random()
    if chance < 0.92:
        return fit_digit(redraw(picture, random))
    return _read(degraded(redraw(picture, random) if chance < 0.96 else picture, random), random)


def read_negative(digits: Sequence[Drawing], random: np.random.Generator) -> DigitImage | None:
    """
    Read what is no digit.

    That is a scribble, a full shape, noise, what degradations add to a blank page, or two or three
    of the digits side by side.
    """
    chance = random.random()
    if chance < 0.55:
        return read_strokes(scribble(random), random)
    if chance < 0.63:
        return fit_digit(filled_shape(random))
    if chance < 0.71:
        return fit_digit(noise(random))
    if chance < 0.75:
        return _read(degraded(np.zeros((56, 56), np.uint8), random), random)
    count = int(random.integers(2, 4))
    parts = [rewrite(drawing.strokes, random) for drawing in digits[:count]]
    return read_strokes(side_by_side(parts, random), random)


def _rewritten(drawing: Drawing, random: np.random.Generator) -> list[Stroke]:
    return rewrite(in_other_style(drawing, random), random)


def _on_page(drawing: Drawing, random: np.random.Generator, *, page: int) -> Ink:
    size = page * random.uniform(0.25, 0.95)
    width = max(1.2, size * float(np.exp(random.uniform(np.log(0.03), np.log(0.2)))))
    return _page(_rewritten(drawing, random), random, size=size, width=width, page=page)


def _page(
    strokes: Sequence[Stroke],
    random: np.random.Generator,
    *,
    size: float,
    width: float,
    page: int,
) -> Ink:
    return draw(strokes, Placement.anywhere(random, strokes, width=width, size=size, page=page))


def _read(ink: Ink, random: np.random.Generator) -> DigitImage | None:
    """Read ink as the service does, in black on white or in white on black."""
    return fit_digit(find_ink(Image.fromarray(ink if random.random() < 0.5 else 255 - ink)))
