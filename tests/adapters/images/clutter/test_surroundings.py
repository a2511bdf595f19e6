"""What comes into a picture from beside the digit is no part of it."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from adapters.images.clutter.surroundings import without_surroundings
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper

DARK = 90


def noisy(page):
    """Return the page as a camera sees it: no two pixels of paper are quite alike."""
    noise = np.random.default_rng(0).normal(0, 2, (page.height, page.width))
    return Image.fromarray(np.uint8(np.clip(np.asarray(page, float) + noise - 6, 0, 255)))


def with_holes(page, rows, *, column=20, radius=9):
    """Return the page with holes at these rows."""
    punched = page.copy()
    for row in rows:
        ImageDraw.Draw(punched).circle((column, row), radius, fill=DARK)
    return punched


@pytest.mark.parametrize(
    "turned", [None, Image.Transpose.ROTATE_90, Image.Transpose.FLIP_LEFT_RIGHT]
)
@pytest.mark.parametrize("rows", [(70, 210), (35, 105, 175, 245)], ids=["two", "four"])
def test_the_holes_of_a_binder_are_no_ink(reader, rows, turned):
    """Two or four of them, along any side."""
    pages = on_paper(glyph()), with_holes(on_paper(glyph()), rows)
    alone, punched = (
        reader.read(
            file_of(noisy(page.transpose(turned) if turned is not None else page))
        ).digit.ink
        for page in pages
    )

    assert difference(alone, punched) < 0.1


def test_one_disc_is_no_hole():
    """A dot somewhere may be part of what was written; so may two that are not on a line along a side."""
    blank = Image.new("L", (SIDE, SIDE), 255)
    ink = np.asarray(on_paper(glyph()))
    for page in (
        with_holes(blank, [70], radius=6),
        with_holes(with_holes(blank, [60], column=40), [200], column=240),
    ):
        dotted = 255 - np.minimum(ink, np.asarray(page))

        assert np.array_equal(without_surroundings(dotted), dotted)


PARTS = {
    "left": (0, 60, 14, 190),
    "right": (262, 30, SIDE, 150),
    "above": (100, 0, 190, 20),
    "below": (90, 262, 140, SIDE),
}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_parts_of_the_digits_beside_it_are_no_ink(reader, plain, part):
    """Of a row of digits that were cut apart, the one in the middle is read."""
    page = on_paper(glyph())
    page.paste(0, part)

    assert difference(plain, reader.read(file_of(noisy(page))).digit.ink) < 0.12


def test_a_thumb_is_no_ink(reader, plain):
    """It reaches far into the picture, but is wider than any stroke."""
    page = on_paper(glyph())
    brush = ImageDraw.Draw(page)
    brush.line((290, 290, 235, 225), fill=DARK, width=54)
    brush.circle((235, 225), 27, fill=DARK)

    assert difference(plain, reader.read(file_of(noisy(page))).digit.ink) < 0.12


def test_a_stroke_of_the_digit_that_reaches_the_border_stays():
    """The bar of a 5 that was not joined lies beside the rest, not beyond it."""
    page = Image.new("L", (SIDE, SIDE))
    brush = ImageDraw.Draw(page)
    brush.line([(100, 60), (95, 140), (180, 150), (200, 210), (100, 230)], fill=255, width=14)
    brush.line([(130, 62), (SIDE, 62)], fill=255, width=14)
    five = np.asarray(page)

    assert np.array_equal(without_surroundings(five), five)


def test_a_whole_digit_near_the_border_stays():
    """Two digits are not told as the one that stands in the middle."""
    page = glyph()
    ImageDraw.Draw(page).line((14, 50, 14, 210), fill=255, width=14)
    two = np.asarray(page)

    assert np.array_equal(without_surroundings(two), two)


def test_what_is_longer_than_all_the_rest_is_the_digit():
    """A small thing inside of the picture does not make the digit that is cut off its surroundings."""
    page = Image.new("L", (SIDE, SIDE))
    brush = ImageDraw.Draw(page)
    brush.line((20, 0, 20, 200), fill=255, width=14)
    brush.line((100, 100, 180, 100), fill=255, width=14)
    ink = np.asarray(page)

    assert np.array_equal(without_surroundings(ink), ink)


@pytest.mark.parametrize("turned", [None, Image.Transpose.ROTATE_90])
def test_the_fold_of_a_book_is_no_ink(reader, turned):
    """It is dark in its middle, and pales to both sides over more than a pen is wide."""
    page = on_paper(glyph(left=110, size=140))
    away = np.abs(np.arange(SIDE) - 40) / 8
    folded = Image.fromarray(np.uint8(np.asarray(page) * (1 - 0.7 * np.exp(-(away**2)))))
    alone, beside = (
        reader.read(
            file_of(noisy(each.transpose(turned) if turned is not None else each))
        ).digit.ink
        for each in (page, folded)
    )

    assert difference(alone, beside) < 0.1


def test_a_one_from_side_to_side_is_a_digit():
    """Where nothing stands beside it, it is no fold."""
    ink = np.zeros((SIDE, SIDE), np.uint8)
    ink[:, 130:150] = 255

    assert np.array_equal(without_surroundings(ink), ink)


def test_the_pale_edge_of_a_shadow_is_no_ink(reader):
    """It may be as long as the digit, and lie anywhere."""
    alone = noisy(on_paper(glyph()))
    edge = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(edge).line([(200, 90), (255, 215)], fill=255, width=8)
    shaded = Image.composite(Image.new("L", edge.size, 140), alone, edge)
    lamp = np.linspace(1, 0.6, SIDE)  # so that it is read as a photo
    one, other = (
        reader.read(file_of(Image.fromarray(np.uint8(np.asarray(each) * lamp)))).digit.ink
        for each in (alone, shaded)
    )

    assert difference(one, other) < 0.1


def test_strokes_of_two_thirds_of_the_darkness_are_kept():
    """Who writes a 5 may press less where its last stroke is."""
    ink = np.zeros((SIDE, SIDE), np.uint8)
    ink[40:200, 60:75] = 250
    ink[60:75, 90:200] = 167

    assert np.array_equal(without_surroundings(ink), ink)
