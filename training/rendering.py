"""Rendering: from the strokes of a pen to a page of ink."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from PIL import Image, ImageDraw

from training.datasets import Ink, Stroke

CANVAS = 280  # pixels a side, as the web page sends it


@dataclass(frozen=True, slots=True)
class Placement:
    """
    How a drawing lies on a square page; all in the page's pixels.

    Attributes:
        page: the page's side.
        width: of the round pen.
        size: of the drawing's longer side, from pen centre to pen centre.
        left, top: of the drawing's bounding box, from pen centre.
    """

    page: int
    width: float
    size: float
    left: float
    top: float

    @classmethod
    def anywhere(
        cls,
        random: np.random.Generator,
        strokes: Sequence[Stroke],
        *,
        width: float,
        size: float,
        page: int = CANVAS,
    ) -> Self:
        """
        Place strokes (longer side 0 to 1) at random, but all on the page.

        Args:
            random: the random generator.
            strokes: what is to be placed.
            width: of the pen.
            size: of the longer side of the ink, the pen's width included.
            page: the page's side.
        """
        path_size = max(size - width, 1.0)
        room = page - width - path_size * np.ptp(np.concatenate(strokes), axis=0)
        left, top = width / 2 + random.uniform(0, 1, 2) * np.maximum(room, 0)
        return cls(page, width, path_size, left, top)


def draw(strokes: Sequence[Stroke], placement: Placement) -> Ink:
    """
    Draw strokes (longer side 0 to 1) with a round pen.

    Returns:
        page x page levels of ink, 0 to 255, with smooth edges.
    """
    supersampling = 3  # Pillow does not smooth edges: draw this many times larger, then average
    page = Image.new("L", (placement.page * supersampling, placement.page * supersampling))
    brush = ImageDraw.Draw(page)
    radius = placement.width * supersampling / 2
    corner = np.array([placement.left, placement.top])
    for stroke in strokes:
        points = [(x, y) for x, y in (stroke * placement.size + corner) * supersampling]
        brush.line(points, fill=255, width=max(1, round(2 * radius)))
        for x, y in points:  # round ends and joints
            brush.ellipse((x - radius, y - radius, x + radius, y + radius), fill=255)
    return np.asarray(page.reduce(supersampling))
