"""A reader, and what it reads of a plain page."""

import pytest

from adapters.images.pillow_reader import PillowImageReader
from tests.adapters.images.pictures import file_of, glyph, on_paper


@pytest.fixture
def reader():
    """A reader of up to a million pixels."""
    return PillowImageReader(max_pixels=1_000_000)


@pytest.fixture
def plain(reader):
    """The digit as read from black ink on blank, white paper."""
    return reader.read(file_of(on_paper(glyph()))).digit.ink
