"""Reading fast reads the same: every byte is that of the plain way, on drawings of all kinds."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from adapters.images.fitting import fit_digit
from adapters.images.ink import find_ink
from adapters.images.pillow_reader import PillowImageReader
from adapters.images.shapes.pieces import Pieces
from tests.adapters.images import plain_reading
from tests.adapters.images.pictures import file_of
from tests.load.drawings import digits, drawn_sheets

SHEETS = 40
READER = PillowImageReader(max_pixels=10**6)


def dirty(sheet, random):
    """Sprinkle specks of all strengths and small sizes, away from the border."""
    page = np.array(sheet)
    for _ in range(random.integers(1, 30)):
        top, left = random.integers(1, min(page.shape) - 6, 2)
        height, width = random.integers(1, 6, 2)
        page[top : top + height, left : left + width] = random.integers(0, 256)
    return Image.fromarray(page)


def coloured(sheet, random):
    """Draw with one colour on paper of another."""
    black, white = (tuple(random.integers(0, 256, 3).tolist()) for _ in range(2))
    return ImageOps.colorize(sheet, black, white)


KINDS = {
    "grey": lambda sheet, _: sheet,
    "light on dark": lambda sheet, _: ImageOps.invert(sheet),
    "RGB": lambda sheet, _: sheet.convert("RGB"),
    "RGBA": lambda sheet, _: sheet.convert("RGBA"),
    "coloured": coloured,
    "coloured RGBA": lambda sheet, random: coloured(sheet, random).convert("RGBA"),
    "green on black RGBA": lambda sheet, _: ImageOps.colorize(sheet, "#0f0", "#000").convert(
        "RGBA"
    ),
    "light on dark RGBA": lambda sheet, _: ImageOps.invert(sheet).convert("RGBA"),
    "dirty": dirty,
    "dirt alone": lambda sheet, random: dirty(Image.new("L", (30, 30), 200), random),
    "thin": lambda sheet, _: sheet.resize((28, 28)),
    "long": lambda sheet, _: sheet.resize((300, 40)),
}


@pytest.fixture(scope="module")
def sheets():
    """Canvas drawings of people, or our own where there is no data."""
    return [*drawn_sheets(digits(), count=SHEETS, seed=7)]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_byte_is_the_same(sheets, kind):
    """Cutting early, leaving pixels alone and counting runs changes no digit image."""
    random = np.random.default_rng(3)
    for sheet in sheets:
        picture = kind(sheet, random)
        values = np.asarray(picture.convert("RGB"))
        plain = plain_reading.fit(plain_reading.ink_on_one_colour(values))
        for read in (fit_digit(find_ink(picture)), READER.read(file_of(picture)).digit):
            assert (read and read.ink) == plain


@pytest.mark.parametrize("side", ["left", "upper", "right", "lower"])
def test_a_drawing_that_leaves_the_page_is_the_same(sheets, side):
    """One channel is looked at instead of four, also where the ink reaches the border."""
    for sheet in sheets:
        left, upper, right, lower = ImageOps.invert(sheet).getbbox()
        cut = {"left": left, "upper": upper, "right": right, "lower": lower}
        box = {"left": 0, "upper": 0, "right": sheet.width, "lower": sheet.height}
        inwards = 15 if side in {"left", "upper"} else -15
        part = sheet.crop(tuple((box | {side: cut[side] + inwards}).values()))
        plain, *others = (fit_digit(find_ink(part.convert(mode))) for mode in ("RGB", "RGBA", "L"))

        assert others == [plain, plain]


@pytest.mark.parametrize("share", [0.05, 0.3, 0.45, 0.6, 0.9])
@pytest.mark.parametrize("least", [0.03, 0.5, 1.0])
def test_pieces_are_those_of_the_pixels(share, least):
    """Runs tell the same pieces as pixels do, on pages of noise of all densities."""
    random = np.random.default_rng(11)
    for height, width in random.integers(1, 32, (80, 2)):
        marked = random.random((height, width)) < share
        marked[0, 0] = True
        expected = plain_reading.without_specks(marked, least)

        assert np.array_equal(Pieces.of(marked).without_specks(least).mask(), expected)
