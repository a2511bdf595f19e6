"""Ink on paper that light and shadow cross."""

import numpy as np
import pytest
from PIL import Image

from adapters.images.tones.levels import SHADE
from adapters.images.tones.light import unevenly_lit
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper, under_a_lamp


@pytest.mark.parametrize("shape", [(1, 1000), (1000, 1), (3, 2000)])
def test_a_strip_is_a_page_too(shape):
    """However narrow a page is, its paper is estimated; found by fuzzing."""
    grey = np.random.default_rng(0).integers(0, 256, shape).astype(np.float32)

    assert unevenly_lit(grey).shape == shape


@pytest.mark.parametrize("radius", [30, 50])
@pytest.mark.parametrize(("row", "column"), [(40, 230), (220, 220), (230, 40)])
def test_what_a_lamp_reflects_is_no_ink(reader, row, column, radius):
    """It is far lighter than the board, but has no edges: what is written is the dark."""
    pen = glyph(pen=6)
    photo = under_a_lamp(pen, row=row, column=column, radius=radius)
    alone = reader.read(file_of(on_paper(pen))).digit.ink

    assert difference(alone, reader.read(file_of(photo)).digit.ink) < 0.25


@pytest.mark.parametrize("colour", [40, 230])
def test_ink_is_dark_or_light(reader, plain, colour):
    """On paper of a middle tone it may be either."""
    slope = np.linspace(-30, 30, SIDE)[:, None]
    page = np.asarray(on_paper(glyph(), paper=130, colour=colour), float)
    photo = Image.fromarray(np.uint8(np.clip(page + slope, 0, 255)))

    assert difference(plain, reader.read(file_of(photo)).digit.ink) < 0.25


def test_what_lies_in_the_dark_is_no_ink():
    """Ink counts in proportion to its paper, but where hardly any light falls, noise would be as dark."""
    noise = np.random.default_rng(0).normal(0, 2, (SIDE, SIDE))
    light = np.where(np.arange(SIDE) < 200, 220, 12)
    ink = unevenly_lit(np.asarray(np.clip(light + noise, 0, 255), np.float32))

    assert ink[:, 210:].max() <= SHADE
