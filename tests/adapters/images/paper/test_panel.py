"""A digit on a panel, beside which there is something: a plot's figures, a card's shadow."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from adapters.images.paper.panel import panel_in
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper

WHITE = (255, 255, 255)
COLOURS = [((68, 1, 84), (253, 231, 37)), ((253, 231, 37), (68, 1, 84)), ((0, 0, 0), WHITE)]


def plotted(paper, colour):
    """Return a plot of the glyph with figures at its axes, on a white page."""
    page = Image.new("RGB", (400, 380), WHITE)
    page.paste(on_paper(glyph(), paper=paper, colour=colour), (70, 30))
    brush = ImageDraw.Draw(page)
    for place in range(5):
        brush.rectangle((40, 40 + 55 * place, 60, 48 + 55 * place), fill=(0, 0, 0))
        brush.rectangle((80 + 55 * place, 325, 95 + 55 * place, 333), fill=(0, 0, 0))
    return page


@pytest.mark.parametrize(("paper", "colour"), COLOURS)
def test_a_plot_is_read_without_its_axes(reader, plain, paper, colour):
    """In any colours that a plot is made in."""
    digit = reader.read(file_of(plotted(paper, colour))).digit

    assert difference(plain, digit.ink) < 0.1


def test_a_card_is_read_without_its_shadow(reader, plain):
    """It is below and to the right of it only."""
    page = Image.new("L", (400, 400), 250)
    ImageDraw.Draw(page).rectangle((66, 66, 66 + SIDE, 66 + SIDE), fill=120)
    page = page.filter(ImageFilter.GaussianBlur(6))
    page.paste(on_paper(glyph(), paper=225), (54, 54))

    assert difference(plain, reader.read(file_of(page)).digit.ink) < 0.1


@pytest.mark.parametrize(
    "drawn",
    [
        np.full((200, 90), 255, np.uint8),
        np.pad(np.full((100, 100), 255, np.uint8), 40),
        np.asarray(on_paper(glyph(pen=60, size=200), paper=0, colour=255)),
    ],
    ids=["a bar", "a square", "a heavy digit"],
)
def test_what_is_written_is_no_panel(drawn):
    """However thick the pen was."""
    rows, columns = np.nonzero(drawn)

    assert panel_in(drawn[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]) is None
