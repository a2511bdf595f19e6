"""Ink that is as light as its paper, in bad light: its colour alone shows it."""

import numpy as np
import pytest
from PIL import Image

from adapters.images.tones.light import unevenly_lit
from adapters.images.tones.uneven import ink_in_uneven_light
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper

BLANK = Image.new("L", (SIDE, SIDE))
CARDS = [((196, 60, 55), (60, 150, 101)), ((70, 120, 190), (190, 95, 95))]
"""Card and felt pen of the same mean of red, green and blue."""


def photo(ink, *, card, pen, noise=3.0):
    """Return a photo of ink on a card, lit from the left, with each channel's own noise."""
    light = np.linspace(1.2, 0.8, SIDE)[:, None]
    page = np.asarray(on_paper(ink, paper=card, colour=pen), float) * light
    noisy = page + np.random.default_rng(5).normal(0, noise, page.shape)
    return Image.fromarray(np.uint8(np.clip(noisy, 0, 255)))


@pytest.mark.parametrize(("card", "pen"), CARDS)
def test_a_pen_as_light_as_the_card_is_seen(reader, card, pen):
    """Its mean of red, green and blue is that of the card."""
    drawn = glyph(pen=16)  # its width is not rounded up or down by a pixel of noise
    file = file_of(photo(drawn, card=card, pen=pen), "JPEG", quality=85)
    plain = reader.read(file_of(on_paper(drawn))).digit.ink

    assert difference(plain, reader.read(file).digit.ink) < 0.2


@pytest.mark.parametrize("noise", [1, 4, 8])
@pytest.mark.parametrize("channel", [0, 1, 2])
def test_a_blank_card_stays_blank(reader, channel, noise):
    """Though one channel is noisier than the others, as in bad light, and the file is a small JPEG."""
    card = np.array(photo(BLANK, card=CARDS[0][0], pen=(0, 0, 0), noise=1)).astype(float)
    card[..., channel] += np.random.default_rng(6).normal(0, noise, card.shape[:2])
    picture = Image.fromarray(np.uint8(np.clip(card, 0, 255)))

    assert reader.read(file_of(picture, "JPEG", quality=50)).digit is None


def test_what_lightness_shows_is_read_by_it():
    """There is more noise in each colour."""
    values = np.asarray(photo(glyph(), card=(250, 170, 70), pen=(20, 20, 25)))
    grey = values.mean(axis=2).astype(np.float32)

    assert np.array_equal(ink_in_uneven_light(grey, values), unevenly_lit(grey))
