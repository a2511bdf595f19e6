"""A digit on a note, or under a highlighter, on a page as light as that: the patch is no ink."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from adapters.images.paper.note import is_on_a_note
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper

DESK = (238, 237, 233)
YELLOW, GREEN = (250, 225, 90), (160, 245, 160)
PEN = (30, 30, 40)


@pytest.mark.parametrize("turn", [-6, 0, 4])
@pytest.mark.parametrize("colour", [YELLOW, GREEN])
def test_a_note_on_a_white_desk_is_no_ink(reader, colour, turn):
    """The desk is even all around it, and the note may lie askew."""
    note = on_paper(glyph(), paper=colour, colour=PEN)
    covered = Image.new("L", note.size, 255)
    note, covered = (
        picture.rotate(turn, Image.Resampling.BICUBIC, expand=True) for picture in (note, covered)
    )
    page = Image.new("RGB", (SIDE + 120, SIDE + 120), DESK)
    page.paste(note, (40, 50), covered)

    alone = on_paper(glyph().rotate(turn, Image.Resampling.BICUBIC))
    file = file_of(_grainy(page), "JPEG", quality=85)

    assert difference(reader.read(file_of(alone)).digit.ink, reader.read(file).digit.ink) < 0.25


def test_a_highlighter_is_no_ink(reader, plain):
    """It covers the digit and a little around it."""
    page = Image.new("RGB", (SIDE, SIDE), (250, 249, 245))
    ImageDraw.Draw(page).rectangle((35, 25, 190, 225), fill=YELLOW)
    page.paste(PEN, mask=glyph())

    file = file_of(_grainy(page), "JPEG", quality=85)

    assert difference(plain, reader.read(file).digit.ink) < 0.25


def _grainy(page):
    """Return the page with noise, so that no part of it is of one colour."""
    noise = np.random.default_rng(8).normal(0, 2, (page.height, page.width, 3))
    return Image.fromarray(np.uint8(np.clip(np.asarray(page) + noise, 0, 255)))


def _drawn(draw):
    page = Image.new("L", (SIDE, SIDE))
    draw(ImageDraw.Draw(page))
    return np.asarray(page)


@pytest.mark.parametrize(
    "ink",
    [
        np.asarray(glyph()),
        np.asarray(glyph(pen=60, size=200)),
        _drawn(lambda brush: brush.rectangle((120, 20, 165, 260), fill=255)),
        _drawn(lambda brush: brush.rectangle((40, 40, 240, 240), outline=255, width=12)),
        _drawn(lambda brush: brush.ellipse((60, 30, 220, 250), outline=255, width=30)),
    ],
    ids=["a digit", "a heavy digit", "a thick 1", "a box", "a thick 0"],
)
def test_what_is_written_is_no_note(ink):
    """However thick the pen was."""
    assert not is_on_a_note(ink)


def test_a_patch_with_nothing_on_it_stays_ink(reader):
    """It is what somebody drew, as long as nothing is written on it."""
    page = Image.new("RGB", (SIDE, SIDE), (250, 249, 245))
    ImageDraw.Draw(page).rectangle((60, 50, 200, 220), fill=PEN)

    assert reader.read(file_of(_grainy(page), "JPEG", quality=85)).digit is not None
