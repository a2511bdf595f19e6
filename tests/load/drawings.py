"""What visitors draw: digits on the page's canvas, as the page sends them."""

import base64
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from training.datasets import Stroke, data_folder
from training.drawings import load_drawings
from training.rendering import Placement, draw

UNIPEN = "unipen-digits.jsonl.gz"
OWN = Path(__file__).with_name("strokes.json")


def digits() -> list[Sequence[Stroke]]:
    """Return the strokes of real writers' digits, or our own ten where there is no data."""
    real = data_folder() / UNIPEN
    if real.exists():
        return [drawing.strokes for drawing in load_drawings(real)]
    return [*own_digits().values()]


def own_digits() -> dict[str, Sequence[Stroke]]:
    """Return one drawing of each digit by its label; the larger side 0 to 1000, as UNIPEN's."""
    drawings = json.loads(OWN.read_text())
    return {label: [np.array(s, float) for s in strokes] for label, strokes in drawings.items()}


def sheets(digits: Sequence[Sequence[Stroke]], *, count: int, seed: int = 0) -> Iterator[str]:
    """Draw some of the digits, each as the data URL that the page sends."""
    return map(_data_url, drawn_sheets(digits, count=count, seed=seed))


def drawn_sheets(
    digits: Sequence[Sequence[Stroke]], *, count: int, seed: int = 0
) -> Iterator[Image.Image]:
    """Draw some of the digits anywhere, with any pen and of any size."""
    random = np.random.default_rng(seed)
    for _ in range(count):
        strokes = [stroke / 1000 for stroke in digits[random.integers(len(digits))]]
        width, size = random.uniform(8, 26), random.uniform(84, 238)
        placement = Placement.anywhere(random, strokes, width=width, size=size)
        yield Image.fromarray(255 - draw(strokes, placement))


def _data_url(sheet: Image.Image) -> str:
    file = io.BytesIO()
    sheet.convert("RGBA").save(file, "PNG")  # as a canvas does
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
