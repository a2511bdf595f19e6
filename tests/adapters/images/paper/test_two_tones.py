"""A digit of a thick pen, cut out along its ink, is no paper in a frame and no shadow."""

import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from adapters.images.paper.two_tones import two_tones
from tests.adapters.images.pictures import difference, file_of, on_paper

PATHS = {
    "0": [(140 - 40 * np.cos(turn), 140 - 75 * np.sin(turn)) for turn in np.linspace(0, 6.4, 40)],
    "2": [(90, 70), (180, 70), (180, 140), (90, 215), (195, 215)],
    "3": [(90, 70), (185, 70), (110, 140), (185, 140), (185, 215), (90, 215)],
    "5": [(185, 65), (95, 65), (95, 135), (185, 135), (185, 215), (90, 215)],
    "8": [(95, 60), (185, 60), (95, 215), (185, 215), (95, 60)],
}
TONES = [
    {"paper": 255, "colour": 0},
    {"paper": 0, "colour": 255},
    {"paper": 200, "colour": 40},
    {"paper": (250, 240, 200), "colour": (0, 30, 160)},
]


def heavy(digit):
    """Draw a digit as ink on nothing, half of the box around it ink."""
    page = Image.new("L", (280, 280))
    ImageDraw.Draw(page).line(PATHS[digit], fill=255, width=36, joint="curve")
    return page


@pytest.mark.parametrize("digit", PATHS)
@pytest.mark.parametrize("tones", TONES)
@pytest.mark.parametrize("margin", [0, 1])
@pytest.mark.parametrize("side", [None, 16, 40])
def test_it_is_read_as_on_a_whole_page(reader, digit, tones, margin, side):
    """In any colours, in few pixels too, without or with a pixel of paper around it."""
    ink = heavy(digit)
    left, top, right, bottom = ink.getbbox()
    cut = ink.crop((left - margin, top - margin, right + margin, bottom + margin))
    if side:
        cut.thumbnail((side, side), Image.Resampling.BOX)
    whole, read = (reader.read(file_of(on_paper(page, **tones))).digit.ink for page in (ink, cut))

    assert difference(whole, read) < (0.3 if side else 0.1)


@pytest.mark.parametrize("digit", PATHS)
@pytest.mark.parametrize("tones", TONES)
def test_enlarged_again_it_is_the_same(reader, digit, tones):
    """Its edges are soft then; there is light between ink and paper, but no shadow."""
    ink = heavy(digit)
    small = ink.crop(ink.getbbox())
    small.thumbnail((20, 20), Image.Resampling.BOX)
    large = small.resize((small.width * 5, small.height * 5), Image.Resampling.BICUBIC)
    whole, read = (
        reader.read(file_of(on_paper(page, **tones))).digit.ink for page in (ink, large)
    )

    assert difference(whole, read) < 0.35


def page_with(shade):
    """Return a page of light paper, darker where the shade is 1."""
    return (240 - 150 * shade).astype(np.float32)


DOWN, RIGHT = np.mgrid[0:1:200j, 0:1:200j]
SHADES = {
    "half of it": RIGHT > 0.5,
    "a corner": RIGHT + DOWN > 1.1,
    "a slope": RIGHT,
    "half of it, softly": 1 / (1 + np.exp((0.5 - RIGHT) * 12)),
    "a band": np.abs(RIGHT - 0.5) < 0.2,
    "nothing": np.zeros((200, 200)),
}


@pytest.mark.parametrize("shade", SHADES)
def test_light_and_shadow_are_not_two_tones(shade):
    """What crosses a page is left to who knows about light."""
    assert two_tones(page_with(SHADES[shade])) is None


@pytest.mark.parametrize("blur", [0, 1, 4, 8])
def test_noise_is_not_two_tones(blur):
    """Any level anywhere is neither ink nor paper; nor are blots all over the picture."""
    noise = ndimage.gaussian_filter(np.random.default_rng(0).normal(0, 1, (200, 200)), blur)
    strong = np.clip(128 + 300 * noise / noise.std(), 0, 255).astype(np.float32)

    assert two_tones(noise.astype(np.float32)) is None
    assert two_tones(strong) is None


@pytest.mark.parametrize("angle", [0, 4])
def test_a_sheet_on_a_table_is_still_a_sheet(reader, angle):
    """A dark sheet with a light digit, or the other way round, fills its rectangle, be it askew."""
    for table, paper, colour in ((30, 220, 40), (230, 60, 240)):
        digit = heavy("2").resize((140, 140)).crop((10, 10, 130, 130))
        sheet = on_paper(digit, paper=paper, colour=colour)
        page = Image.new("L", (150, 150), table)
        page.paste(sheet.resize((138, 138)), (6, 6))
        askew = page.rotate(angle, fillcolor=table, resample=Image.Resampling.BICUBIC)
        whole = reader.read(file_of(on_paper(digit.rotate(angle), paper=255, colour=0))).digit.ink
        read = reader.read(file_of(askew)).digit.ink

        assert difference(whole, read) < 0.5


def test_a_shadow_on_ruled_paper_is_no_tone():
    """The rulings make every place near something dark, but the shadow fades where ink ends."""
    page = Image.new("L", (280, 280), 235)
    for row in range(20, 280, 20):
        ImageDraw.Draw(page).line((0, row, 280, row), fill=150)
    ImageDraw.Draw(page).line([(110, 80), (170, 80), (130, 200)], fill=40, width=10)
    fading = 1 - 0.7 / (1 + np.exp((170 - np.arange(280)) / 12))

    assert two_tones(np.float32(np.asarray(page) * fading)) is None
