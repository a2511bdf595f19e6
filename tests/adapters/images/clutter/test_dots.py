"""A dot far from the digit is no part of it: a tap by mistake, the hole of a punch."""

import pytest
from PIL import Image, ImageDraw

from adapters.images.fitting import fit_digit
from adapters.images.ink import find_ink
from tests.adapters.images.pictures import SIDE, glyph

SEVEN = glyph(left=90, top=70, size=110, pen=14)


def read(ink):
    """Return what is seen of ink on white paper."""
    return fit_digit(find_ink(Image.eval(ink, lambda level: 255 - level)))


def with_discs(ink, *discs):
    """Return the ink with discs on it, each by its column, row and radius."""
    drawn = ink.copy()
    for column, row, radius in discs:
        place = (column - radius, row - radius, column + radius, row + radius)
        ImageDraw.Draw(drawn).ellipse(place, fill=255)
    return drawn


STRAY = {
    "at the border": [(14, 140, 9)],
    "in a corner": [(SIDE - 12, SIDE - 12, 8)],
    "beside it": [(200, 120, 9)],
    "far below": [(110, 270, 6)],
    "two": [(14, 60, 9), (14, 200, 9)],
}


@pytest.mark.parametrize("discs", STRAY.values(), ids=STRAY)
def test_a_dot_that_is_far_away_is_no_part_of_it(discs):
    """Wherever it is."""
    assert read(with_discs(SEVEN, *discs)) == read(SEVEN)


MEANT = {
    "far above it, as that of a semicolon": [(110, 8, 7)],
    "over it, as that of an i": [(110, 44, 9)],
    "under it, as that of a question mark": [(110, 206, 9)],
    "as large as a digit": [(230, 120, 26)],
    "many": [(16, 20 + 60 * place, 8) for place in range(4)],
}


@pytest.mark.parametrize("discs", MEANT.values(), ids=MEANT)
def test_a_dot_that_may_be_meant_is_kept(discs):
    """What it makes of the digit, the classifier has to say."""
    assert read(with_discs(SEVEN, *discs)) != read(SEVEN)


def test_a_ring_is_no_dot():
    """It may be a small 0."""
    ringed = SEVEN.copy()
    ImageDraw.Draw(ringed).ellipse((210, 100, 240, 130), outline=255, width=5)

    assert read(ringed) != read(SEVEN)


def test_a_bar_is_no_dot():
    """It may be a minus, or a 1."""
    barred = SEVEN.copy()
    ImageDraw.Draw(barred).rectangle((215, 105, 245, 117), fill=255)

    assert read(barred) != read(SEVEN)


def test_dots_alone_are_kept():
    """None of them is the digit."""
    empty = Image.new("L", (SIDE, SIDE))
    dots = [(60, 60, 9), (200, 60, 9), (130, 200, 9)]

    assert read(with_discs(empty, *dots)) != read(with_discs(empty, *dots[:2]))
