"""A photo that a program shows on a screen: the page beside it is not what is written on."""

import numpy as np
import pytest
from PIL import Image

from adapters.images.paper.photo import photo_in
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph

SIZES = {
    "bands above and below": (SIDE, 2 * SIDE),
    "bands at the sides": (2 * SIDE, SIDE),
    "all around": (SIDE + 60, SIDE + 120),
    "a little, all around": (SIDE + 6, SIDE + 6),
}
NOISE = np.random.default_rng(3).normal(0, 3, (SIDE, SIDE))


def on_screen(size, colour):
    """Return a photo of the glyph, lighter at its right, in the middle of a page."""
    photo = np.linspace(140, 230, SIDE) * (1 - 0.75 * np.asarray(glyph()) / 255) + NOISE
    page = Image.new("L", size, colour)
    middle = tuple((length - SIDE) // 2 for length in size)
    page.paste(Image.fromarray(np.uint8(np.clip(photo, 0, 255))), middle)
    return page


@pytest.mark.parametrize("colour", [0, 40, 255])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_photo_on_a_screen_is_read(reader, plain, size, colour):
    """In uneven light, on a dark page or a light one."""
    digit = reader.read(file_of(on_screen(size, colour), "JPEG", quality=80)).digit

    assert difference(plain, digit.ink) < 0.15


def test_what_the_program_shows_beside_it_is_not_read(reader, plain):
    """As the time, and its buttons."""
    page = on_screen((SIDE, 2 * SIDE), 0)
    page.paste(230, (10, 10, 60, 24))
    page.paste(230, (100, 2 * SIDE - 30, 180, 2 * SIDE - 14))

    assert difference(plain, reader.read(file_of(page)).digit.ink) < 0.15


INK = np.asarray(glyph(left=20, size=120)) / 255
BOX = np.pad(np.pad(np.zeros((SIDE - 32, SIDE - 32)), 6, constant_values=1), 10)
SHADOW = np.where(np.arange(SIDE) < 150, 240, np.linspace(210, 90, SIDE))
OTHERS = {
    "a shadow": SHADOW - 60 * INK + NOISE,
    "a heavy stroke": 240 - np.pad(np.full((SIDE - 60, 100), 230), ((30, 30), (90, 90))),
    "a digit in a box": 240 - 230 * np.maximum(BOX, np.asarray(glyph(pen=60)) / 255),
}


@pytest.mark.parametrize("levels", OTHERS.values(), ids=OTHERS)
def test_what_is_no_photo(levels):
    """Though it fills a rectangle, and there is paper of level 240 beside it."""
    assert photo_in(np.uint8(np.abs(levels - 240))) is None
