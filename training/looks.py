"""How the drawings of a suite look: size, pen, rotation and paper."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from training.augmentation import fit_unit
from training.datasets import Ink, Stroke
from training.forms import in_a_box, on_ruled_paper
from training.panels import in_a_plot
from training.papers import (
    black_on_white,
    cut_close,
    cut_to_the_ink,
    in_colour,
    on_transparent_paper,
    photographed,
    white_on_black,
)
from training.pointing import pointed_at
from training.rendering import CANVAS, Placement, draw
from training.surroundings import in_shadows, with_surroundings

type Range = tuple[float, float]
type Paint = Callable[[Ink, np.random.Generator], Image.Image]


@dataclass(frozen=True, slots=True)
class Look:
    """
    How the drawings of a suite look.

    Attributes:
        size: of the digit, as a share of the canvas; uniform between both.
        pen: its width in pixels; uniform between both.
        rotation: in degrees, clockwise or counter-clockwise; uniform between both.
        paint: makes the picture that is sent of the ink on the canvas.
    """

    size: Range = (0.30, 0.85)
    pen: Range = (8, 26)
    rotation: Range = (0, 0)
    paint: Paint = black_on_white

    def render(self, strokes: Sequence[Stroke], random: np.random.Generator) -> Image.Image:
        """Return a picture of the strokes with this look, anywhere on the canvas."""
        angle = np.radians(random.uniform(*self.rotation) * random.choice((-1, 1)))
        matrix = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        width = random.uniform(*self.pen)
        size = max(random.uniform(*self.size) * CANVAS, 1.5 * width)
        rotated = fit_unit([stroke @ matrix for stroke in strokes])
        ink = draw(rotated, Placement.anywhere(random, rotated, width=width, size=size))
        return self.paint(ink, random)


LOOKS = {
    "canvas": Look(),
    "small": Look(size=(0.12, 0.25), pen=(3, 6)),
    "thin pen": Look(pen=(2, 4)),
    "thick pen": Look(size=(0.5, 0.95), pen=(30, 42)),
    "rotated": Look(rotation=(12, 20)),
    "transparent": Look(paint=on_transparent_paper),
    "white on black": Look(paint=white_on_black),
    "colour": Look(paint=in_colour),
    "photo": Look(paint=photographed),
    "cut close": Look(size=(0.6, 0.9), pen=(6, 26), paint=cut_close),
    "ruled paper": Look(pen=(5, 18), paint=on_ruled_paper),
    "form": Look(size=(0.4, 0.85), pen=(5, 18), paint=in_a_box),
    "cut to the ink": Look(size=(0.45, 0.9), pen=(10, 30), paint=cut_to_the_ink),
    "pointed at": Look(size=(0.2, 0.6), pen=(4, 16), paint=pointed_at),
    "surroundings": Look(size=(0.3, 0.75), pen=(5, 18), paint=with_surroundings),
    "shadows": Look(size=(0.3, 0.75), pen=(5, 18), paint=in_shadows),
    "plots": Look(pen=(5, 26), paint=in_a_plot),
}
"""The suites of digits by test writers, by name."""
