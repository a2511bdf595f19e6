"""One sample: a digit, or what is none, shown in some way and read as the service reads it."""

from collections.abc import Sequence

import numpy as np
from PIL import Image

from adapters.images.fitting import fit_digit
from adapters.images.ink import find_ink
from swagdigit import DigitImage
from training.augmentation import redraw, rewrite
from training.datasets import Drawing, Ink, Stroke
from training.degradations import degraded
from training.nondigits import filled_shape, noise, scribble, several
from training.rendering import Placement, draw
from training.snapshots import snapshot
from training.styles import in_other_style


def draw_drawing(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    """Read the drawing as another hand would write it, with any pen."""
    return draw_strokes(_rewritten(drawing, random), random)


def draw_strokes(strokes: Sequence[Stroke], random: np.random.Generator) -> DigitImage | None:
    """Read strokes drawn at any size with any pen. Where is all the same: the reader finds it."""
    size = float(np.exp(random.uniform(np.log(30), np.log(240))))
    width = max(1.2, size * float(np.exp(random.uniform(np.log(0.012), np.log(0.3)))))
    return fit_digit(_page(strokes, random, size=size, width=width, page=int(size) + 4))


def photograph(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    """Read a photograph of the drawing as another hand would write it."""
    page = int(random.integers(100, 201))
    ink = _on_page(drawing, random, page=page)
    return fit_digit(find_ink(snapshot(ink, random)))


def degrade(drawing: Drawing, random: np.random.Generator) -> DigitImage | None:
    """Read the drawing as another hand would write it, then degraded."""
    ink = _on_page(drawing, random, page=int(random.integers(40, 161)))
    return _read(degraded(ink, random), random)


def redraw_picture(ink: Ink, random: np.random.Generator) -> DigitImage | None:
    """Read the picture (784 levels) as another hand would draw it; one in twelve degraded."""
    picture = ink.reshape(DigitImage.SIDE, DigitImage.SIDE)
    chance = random.random()
    if chance < 0.92:
        return fit_digit(redraw(picture, random))
    return _read(degraded(redraw(picture, random) if chance < 0.96 else picture, random), random)


def show_nothing(drawings: Sequence[Drawing], random: np.random.Generator) -> DigitImage | None:
    """Read a scribble, a full shape, noise, degradations of a blank page, or some of the drawings at once."""
    chance = random.random()
    if chance < 0.55:
        return draw_strokes(scribble(random), random)
    if chance < 0.63:
        return fit_digit(filled_shape(random))
    if chance < 0.71:
        return fit_digit(noise(random))
    if chance < 0.75:
        return _read(degraded(np.zeros((56, 56), np.uint8), random), random)
    count = int(random.integers(2, 4))
    parts = [rewrite(drawing.strokes, random) for drawing in drawings[:count]]
    return draw_strokes(several(parts, random), random)


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
