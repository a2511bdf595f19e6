"""What programs write is not in too many parts."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as some
from PIL import Image

from adapters.images.files.parts import has_too_many_parts
from tests.adapters.images.pictures import file_of
from tests.fuzz.hostile import chunk, header, pixels, png
from tests.fuzz.many_parts import tiff

PIXELS = 12_500_000
NOISE = Image.effect_noise((1200, 900), 90).convert("RGB")
LEAST = {"strip_size": 1}  # a row


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("PNG", {"save_all": True, "append_images": [NOISE]}),
        ("JPEG", {"quality": 97, "restart_marker_rows": 1}),
        ("JPEG", {"progressive": True, "icc_profile": bytes(3_000_000), "comment": "a" * 999}),
        ("MPO", {"save_all": True, "append_images": [NOISE]}),
        ("TIFF", LEAST),
        ("TIFF", LEAST | {"compression": "tiff_lzw"}),
        ("TIFF", LEAST | {"big_tiff": True}),
        ("GIF", {}),
        ("WEBP", {}),
        ("BMP", {}),
    ],
)
def test_what_programs_write_is_read(kind, options):
    """In chunks, scans, rows; with a profile; and whatever phones put behind the picture."""
    file = file_of(NOISE, kind, **options)
    film = random.Random(0).randbytes(5_000_000)

    assert not has_too_many_parts(file, max_pixels=PIXELS)
    assert not has_too_many_parts(file + film, max_pixels=PIXELS)
    assert not has_too_many_parts(file + bytes(5_000_000), max_pixels=PIXELS)


def test_a_tile_may_have_as_many_pixels_as_are_read():
    """What counts is the tile, not the picture."""
    file = tiff({256: 8, 257: 8, 322: 4000, 323: 3000, 324: 8})

    assert not has_too_many_parts(file, max_pixels=12_000_000)
    assert has_too_many_parts(file, max_pixels=11_999_999)


@pytest.mark.parametrize("kind", [b"iCCP", b"iTXt", b"zTXt"])
def test_a_png_has_few_packed_parts(kind):
    """Each may unpack to a megabyte, so that the file's length bounds nothing."""
    packed = chunk(kind, b"k\0\0")
    whole = header(8, 8), pixels(8, 8)

    assert not has_too_many_parts(png(*whole, packed * 64), max_pixels=PIXELS)
    assert has_too_many_parts(png(*whole, packed * 65), max_pixels=PIXELS)


@given(
    start=some.sampled_from(
        [b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"II*\0", b"MM\0*", b"II+\0", b"II"]
    ),
    rest=some.binary(),
)
def test_nothing_else_comes_of_it(start, rest):
    """Whatever is broken is for others to find."""
    assert has_too_many_parts(start + rest, max_pixels=PIXELS) in {True, False}
