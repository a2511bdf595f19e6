"""The shadow of a hand that holds the phone is no ink, though it falls on the digit."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from adapters.images.clutter.shadows import without_shadows
from adapters.images.tones.otsu import otsu_threshold
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper

PEN = 14
ACROSS = (20, 150, SIDE, 130)  # a finger, from the right side beyond the digit's stem
FINGER = 24


def finger(*line, of):
    """Return a shadow of this strength, 0 to 255, which a finger casts."""
    page = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(page).line(line, fill=of, width=FINGER)
    return np.asarray(page)


def photo_of(page, *, shadow):
    """Return a noisy photo of a page with a shadow on it, lit from the left."""
    noise = np.random.default_rng(0).normal(0, 2, (SIDE, SIDE))
    light = np.linspace(1, 0.8, SIDE) * (1 - shadow / 255)
    return Image.fromarray(np.uint8(np.clip(np.asarray(page) * light - 8 + noise, 0, 255)))


@pytest.mark.parametrize("strength", [100, 120])
@pytest.mark.parametrize("line", [ACROSS, (150, 120, SIDE, 60), (60, 300, 110, 150)])
def test_a_finger_s_shadow_on_the_digit_is_no_ink(reader, line, strength):
    """It falls on both sides of a stroke, or touches it, and takes up to half of the light."""
    page = on_paper(glyph(pen=PEN), colour=40)
    nothing = np.zeros((SIDE, SIDE))
    alone, shaded = (
        reader.read(file_of(photo_of(page, shadow=shadow))).digit.ink
        for shadow in (nothing, finger(*line, of=strength))
    )

    assert difference(alone, shaded) < 0.12


def test_ink_in_a_shadow_is_as_dark_as_elsewhere(reader):
    """So that a stroke half of which lies in the shade has one width, and is no shadow itself."""
    page = on_paper(glyph(pen=PEN), colour=40)
    down = np.linspace(-1, 1, SIDE)[:, None] * np.ones(SIDE)
    shade = 150 / (1 + np.exp(-10 * down))
    alone, shaded = (
        reader.read(file_of(photo_of(page, shadow=shadow))).digit.ink
        for shadow in (np.zeros((SIDE, SIDE)), shade)
    )

    assert difference(alone, shaded) < 0.1


def ink_of(*lines, of=255, width=PEN):
    """Return straight strokes of this darkness."""
    page = Image.new("L", (SIDE, SIDE))
    for line in lines:
        ImageDraw.Draw(page).line(line, fill=of, width=width)
    return np.asarray(page)


STEM = (140, 60, 130, 220)
KEPT = {
    "a pale stroke": np.maximum(ink_of(STEM), ink_of((140, 140, 220, 130), of=120)),
    "a pale stroke cut off, half as dark again": np.maximum(
        ink_of(STEM), ink_of((140, 140, SIDE, 130), of=200)
    ),
    "a digit cut out closely": np.maximum(
        ink_of((140, 5, 130, 275)), ink_of((140, 140, SIDE, 130), of=120)
    ),
    "ink of one darkness": ink_of(STEM, (140, 140, SIDE, 130)),
    "a shadow alone": finger(*ACROSS, of=120),
    "nothing": np.zeros((SIDE, SIDE), np.uint8),
    "few pixels": np.maximum(ink_of(STEM), finger(*ACROSS, of=120))[100:150, 110:160],
}


@pytest.mark.parametrize("ink", KEPT.values(), ids=KEPT)
def test_what_is_written_stays(ink):
    """A shadow is far paler than ink, comes from the border, and falls on a page with a margin."""
    assert np.array_equal(without_shadows(ink), ink)


def test_a_shadow_goes_on_beyond_the_stroke():
    """A part of it that the stroke cuts off from the border is a shadow still."""
    stem = ink_of(STEM)
    left = without_shadows(np.maximum(stem, finger(*ACROSS, of=120)))

    assert (left[stem > 0] == 255).all()
    assert np.count_nonzero(left) < 1.3 * np.count_nonzero(stem)


def test_levels_are_parted_where_they_are_furthest_apart():
    """The threshold is the highest of the lower ones."""
    assert otsu_threshold(np.array([10, 20, 200, 210, 255], np.uint8)) == 20
    assert otsu_threshold(np.full(9, 7, np.uint8)) == 0
