"""A sheet of paper on a table is looked at without the table."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter
from scipy import ndimage

from adapters.images.paper.sheet import without_table
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper, under_a_lamp

AROUND = 60


def table(*, side=SIDE + 2 * AROUND, level=70):
    """Return a wooden table: its grain is of many tones."""
    noise = np.random.default_rng(1).normal(0, 1, (side, side))
    grain = ndimage.gaussian_filter(noise, (1, 12))
    return Image.fromarray(np.uint8(np.clip(level + 12 * grain / grain.std(), 0, 255)))


def on_table(sheet, *, angle=0.0, place=(AROUND, AROUND), level=70):
    """Return the photo of a sheet that lies on the table, turned by so many degrees."""
    photo = table(level=level)
    way = Image.Resampling.BICUBIC
    whole = Image.new("L", sheet.size, 255).rotate(angle, way, expand=True)
    photo.paste(sheet.rotate(angle, way, expand=True), place, whole)
    return photo


def looked_at(photo):
    """Return the photo without the table, if there is one."""
    levels = np.asarray(photo)
    return without_table(levels, levels.astype(np.float32))


@pytest.mark.parametrize("level", [30, 70, 120])
@pytest.mark.parametrize("angle", [-12, -3, 0, 7])
def test_the_digit_is_read_as_on_paper_alone(reader, angle, level):
    """However the sheet lies, and whatever the table is like."""
    sheet = on_paper(glyph(), paper=230, colour=40)
    alone = reader.read(file_of(on_paper(glyph().rotate(angle, Image.Resampling.BICUBIC)))).digit
    photo = on_table(sheet, angle=angle, place=(30, 30), level=level)

    assert difference(alone.ink, reader.read(file_of(photo, "JPEG")).digit.ink) < 0.2


def test_a_sheet_may_leave_the_picture(reader, plain):
    """It is cut off on one side."""
    photo = on_table(on_paper(glyph(), paper=230, colour=40), place=(-30, AROUND))

    assert difference(plain, reader.read(file_of(photo)).digit.ink) < 0.2


def test_what_touches_the_sheet_is_left_out(reader, plain):
    """A pen as light as the paper that lies at its side."""
    photo = on_table(on_paper(glyph(), paper=230, colour=40))
    ImageDraw.Draw(photo).line((330, 250, 400, 380), fill=230, width=14)

    assert difference(plain, reader.read(file_of(photo)).digit.ink) < 0.2


def test_what_lies_beside_the_sheet_becomes_paper():
    """The sheet goes on as it ends: nothing is left of the table."""
    found = looked_at(on_table(on_paper(glyph(), paper=230, colour=40), angle=5))

    assert np.percentile(found, 90) == 230
    assert np.mean((found > 100) & (found < 200)) < 0.02


def light_on_dark(shape, *, stroke=(150, 200, 180, 200)):
    """Return a light shape on the table, and a stroke on it."""
    photo = table()
    brush = ImageDraw.Draw(photo)
    shape(brush)
    if stroke:
        brush.line(stroke, fill=60, width=14)
    return photo


def cut_close():
    """Return a 4 that is cut out along its ink: it leaves a rectangle of paper in a corner."""
    page = Image.new("L", (200, 260), 255)
    brush = ImageDraw.Draw(page)
    brush.line([(130, 0), (0, 140), (200, 140)], fill=0, width=30)
    brush.line([(130, 0), (130, 260)], fill=0, width=30)
    return page.filter(ImageFilter.GaussianBlur(4))


NO_SHEETS = {
    "light of a lamp": under_a_lamp(glyph(pen=10), row=220, column=220, radius=77),
    "paper beside a digit": cut_close(),
    "nothing": table(),
    "one tone": Image.new("L", (SIDE, SIDE), 0),
    "a plate": light_on_dark(lambda brush: brush.circle((200, 200), 120, fill=230)),
    "a blank sheet": light_on_dark(
        lambda brush: brush.rectangle((80, 80, 320, 300), fill=230), stroke=None
    ),
    "half in the light": light_on_dark(lambda brush: brush.rectangle((0, 0, 200, 400), fill=230)),
    "a thick one": light_on_dark(lambda brush: brush.rectangle((190, 60, 220, 340), fill=230)),
}


@pytest.mark.parametrize("photo", NO_SHEETS.values(), ids=NO_SHEETS)
def test_what_is_no_sheet_is_left_alone(photo):
    """Light of another shape, or with nothing written on it."""
    assert looked_at(photo) is None
