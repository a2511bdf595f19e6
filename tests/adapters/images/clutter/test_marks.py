"""Marks that people draw around a digit are no part of it; strokes that look a little like them are."""

import pytest
from PIL import Image, ImageDraw

from adapters.images.fitting import fit_digit
from adapters.images.ink import find_ink
from tests.adapters.images.pictures import glyph

SEVEN = glyph(left=90, top=70, size=110, pen=12)


def read(ink):
    """Return what is seen of ink on white paper."""
    return fit_digit(find_ink(Image.eval(ink, lambda level: 255 - level)))


def with_strokes(ink, draw):
    """Return the ink with more on it."""
    drawn = ink.copy()
    draw(ImageDraw.Draw(drawn))
    return drawn


@pytest.mark.parametrize("pen", [4, 12, 16])
def test_a_line_under_a_digit_is_no_part_of_it(pen):
    """However thick the pen that it was drawn with."""
    underlined = with_strokes(
        SEVEN, lambda brush: brush.line([(40, 210), (240, 214)], fill=255, width=pen)
    )

    assert read(underlined) == read(SEVEN)


@pytest.mark.parametrize("size", [75, 110])
@pytest.mark.parametrize("pen", [3, 10])
def test_a_circle_around_a_digit_is_no_part_of_it(pen, size):
    """As long as the digit does not touch it, though it may be far smaller."""
    seven = glyph(left=90, top=90, size=size, pen=12)
    circled = with_strokes(
        seven, lambda brush: brush.ellipse((30, 30, 220, 235), outline=255, width=pen)
    )

    assert read(circled) == read(seven)


@pytest.mark.parametrize("start", [0, 90, 180, 270])
def test_a_circle_may_be_open(start):
    """Few people close it."""
    seven = glyph(left=90, top=90, size=75, pen=12)
    circled = with_strokes(
        seven,
        lambda brush: brush.arc((30, 30, 220, 235), start + 35, start - 35, fill=255, width=6),
    )

    assert read(circled) == read(seven)


@pytest.mark.parametrize("lean", [-30, 0, 30])
def test_an_upright_1_in_a_circle_is_read(lean):
    """It is no slash in a zero: that leans further."""
    one = with_strokes(
        Image.new("L", (280, 280)),
        lambda brush: brush.line([(125 - lean / 2, 190), (125 + lean / 2, 70)], fill=255, width=9),
    )
    circled = with_strokes(
        one, lambda brush: brush.ellipse((30, 30, 220, 225), outline=255, width=9)
    )

    assert read(circled) == read(one)


ZERO = with_strokes(
    Image.new("L", (280, 280)),
    lambda brush: brush.ellipse((60, 30, 200, 240), outline=255, width=14),
)
STROKES = {
    "a bar that is not under all": (
        SEVEN,
        lambda brush: brush.line([(60, 60), (170, 60)], fill=255, width=6),
    ),
    "a dot": (SEVEN, lambda brush: brush.ellipse((120, 210, 140, 230), fill=255)),
    "a line far wider than high a digit": (
        SEVEN,
        lambda brush: brush.line([(20, 220), (260, 220)], fill=255, width=6),
    ),
    "the dot in a zero": (ZERO, lambda brush: brush.ellipse((118, 120, 142, 150), fill=255)),
    "the slash in a round zero": (
        with_strokes(
            Image.new("L", (280, 280)),
            lambda brush: brush.ellipse((40, 40, 230, 240), outline=255, width=12),
        ),
        lambda brush: brush.line([(100, 200), (170, 80)], fill=255, width=10),
    ),
    "the slash in a slim zero": (
        ZERO,
        lambda brush: brush.line([(110, 170), (150, 90)], fill=255, width=10),
    ),
}


def test_a_stroke_that_a_hair_touches_is_no_circle():
    """The stem of an open 4 and the hair go around the rest of it only as boxes do."""
    angle = with_strokes(
        Image.new("L", (280, 280)),
        lambda brush: brush.line([(105, 60), (65, 140), (145, 140)], fill=255, width=9),
    )
    with_stem = with_strokes(
        angle,
        lambda brush: brush.line(
            [(190, 40), (190, 110), (165, 230), (180, 245), (20, 238)], fill=255, width=5
        ),
    )

    assert read(with_stem) != read(angle)


@pytest.mark.parametrize(("ink", "draw"), STROKES.values(), ids=STROKES)
def test_other_strokes_stay(ink, draw):
    """What is in a digit, beside it or far larger is not taken for a mark."""
    assert read(with_strokes(ink, draw)) != read(ink)
