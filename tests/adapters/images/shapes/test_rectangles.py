"""What fills a rectangle: the least one around all of its pixels, with its holes."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from adapters.images.shapes.rectangles import area_around, is_a_sheet
from tests.load.drawings import digits, drawn_sheets

TURNS = np.radians(np.arange(-10, 11))


def plain_share(marked, turns):
    """Look at each pixel of the shape, with its holes."""
    filled = ndimage.binary_fill_holes(marked)
    rows, columns = np.nonzero(filled)
    areas = [
        (np.ptp(columns * np.cos(turn) + rows * np.sin(turn)) + 1)
        * (np.ptp(rows * np.cos(turn) - columns * np.sin(turn)) + 1)
        for turn in turns
    ]
    return filled.sum() / min(areas), min(areas)


def shape(angle, *, hole=0, bite=0):
    """Draw a rectangle askew, with a hole in it or a bite out of its side."""
    page = Image.new("1", (200, 160))
    draw = ImageDraw.Draw(page)
    draw.rectangle((40, 30, 160, 130), fill=1)
    draw.rectangle((100 - hole, 80 - hole, 100 + hole, 80 + hole), fill=int(not hole))
    draw.rectangle((40, 60, 40 + bite, 60 + bite), fill=int(not bite))
    return np.asarray(page.rotate(angle))


SHAPES = [
    shape(angle, hole=hole, bite=bite)
    for angle in (0, 4, -9, 25)
    for hole in (0, 10, 45)
    for bite in (0, 25, 60)
]


@pytest.mark.parametrize("marked", SHAPES)
def test_it_is_what_each_pixel_tells(marked):
    """The ends of its rows tell the same as all of its pixels."""
    share, area = plain_share(marked, TURNS)

    assert area_around(marked, TURNS) == pytest.approx(area)
    assert is_a_sheet(marked) == (share >= 0.9)


def test_shapes_of_both_kinds_are_looked_at():
    """Else the test above could not fail."""
    assert {is_a_sheet(marked) for marked in SHAPES} == {True, False}


def test_no_digit_is_a_sheet():
    """Nearly all are known by the ends of their rows or columns; the others by all of their pixels."""
    for sheet in drawn_sheets(digits(), count=60, seed=2):
        marked = np.asarray(sheet) < 128
        assert is_a_sheet(marked) == (plain_share(marked, TURNS)[0] >= 0.9)
