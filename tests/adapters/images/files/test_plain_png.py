"""The PNG of a canvas is decoded as Pillow would, and no other PNG is."""

import io
import random
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from adapters.images.files.plain_png import decode_plain_png
from tests.adapters.images.pictures import file_of, glyph, on_paper

PIXELS = 280 * 280
SHEET = on_paper(glyph(), paper=(250, 240, 200), colour=(0, 30, 160))
MUTATIONS = 3000


def chunk(kind, content):
    """Return a chunk of a PNG file."""
    crc = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)


def with_chunk(png, kind, content, *, last=False):
    """Return the PNG with one more chunk, before its pixels or after them."""
    place = png.index(b"IEND" if last else b"IDAT") - 4
    return png[:place] + chunk(kind, content) + png[place:]


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(280, 280), (1, 1), (3, 200), (639, 7)])
@pytest.mark.parametrize("level", [0, 1, 9])
def test_a_plain_png_is_decoded_as_by_pillow(mode, size, level):
    """Every pixel of every channel is the same, however the file was compressed."""
    picture = SHEET.convert(mode).resize(size)
    decoded = decode_plain_png(file_of(picture, compress_level=level), max_pixels=PIXELS)

    assert np.array_equal(decoded, np.asarray(picture))


def test_transparency_is_kept():
    """Opacity is decoded beside the colours."""
    picture = Image.new("RGBA", (9, 9), (200, 10, 30, 77))

    assert (decode_plain_png(file_of(picture), max_pixels=PIXELS) == (200, 10, 30, 77)).all()


@pytest.mark.parametrize(
    ("kind", "content"),
    [(b"sRGB", b"\0"), (b"gAMA", bytes((0, 0, 177, 143))), (b"pHYs", bytes(9))],
)
def test_what_says_nothing_about_the_pixels_is_passed_over(kind, content):
    """Colour spaces and sizes in metres do not change a level, as they do not with Pillow."""
    decoded = decode_plain_png(with_chunk(file_of(SHEET), kind, content), max_pixels=PIXELS)

    assert np.array_equal(decoded, np.asarray(SHEET))


PNG = file_of(SHEET)
OTHERS = {
    "nothing": b"",
    "a JPEG": file_of(SHEET, "JPEG"),
    "a palette": file_of(SHEET.convert("P")),
    "1 bit": file_of(SHEET.convert("1")),
    "16 bit": file_of(Image.fromarray(np.zeros((9, 9), np.uint16))),
    "grey with opacity": file_of(SHEET.convert("LA")),
    "a transparent colour": file_of(SHEET, transparency=(0, 30, 160)),
    "a turned picture": with_chunk(PNG, b"eXIf", b"MM\0*"),
    "turned at the end": with_chunk(PNG, b"eXIf", b"MM\0*", last=True),
    "a text": with_chunk(PNG, b"tEXt", b"a\0b"),
    "an animation": with_chunk(PNG, b"acTL", bytes(8)),
    "a wide one": file_of(SHEET.resize((640, 1))),
    "interlaced": PNG[:28] + b"\1" + struct.pack(">I", zlib.crc32(PNG[12:28] + b"\1")) + PNG[33:],
    "a wrong sum": PNG.replace(b"IDAT", b"IDAT\0", 1),
    "cut": PNG[:-20],
    "without its end": PNG[:-12],
    "with something after it": PNG + b"\0",
    "no pixels": PNG[:33] + PNG[-12:],
    "few pixels": PNG[:33] + chunk(b"IDAT", zlib.compress(bytes(100))) + PNG[-12:],
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_any_other_is_left_to_pillow(other):
    """What could be understood in another way, or is broken, is not decoded here."""
    assert decode_plain_png(other, max_pixels=PIXELS) is None


def test_the_limit_holds_before_anything_is_unpacked():
    """One pixel more than is allowed is left to the reader, which refuses it."""
    assert decode_plain_png(PNG, max_pixels=PIXELS - 1) is None
    assert decode_plain_png(PNG, max_pixels=PIXELS) is not None


def mutated(png, chance):
    """Return the PNG with some bytes changed, left out or added; the sums often right again."""
    changed = bytearray(png)
    place = chance.randrange(33, len(changed))
    match chance.randrange(3):
        case 0:
            changed[place] = chance.randrange(256)
        case 1:
            del changed[place : place + chance.randrange(1, 9)]
        case 2:
            changed[place:place] = chance.randbytes(chance.randrange(1, 9))
    return _with_right_sums(bytes(changed)) if chance.random() < 0.5 else bytes(changed)


def _with_right_sums(png):
    place, right = 8, png[:8]
    while place + 12 <= len(png):
        content = place + 8
        end = content + int.from_bytes(png[place : place + 4])
        if end + 4 > len(png):
            break
        right += chunk(png[place + 4 : content], png[content:end])
        place = end + 4
    return right + png[place:]


def test_no_broken_file_is_decoded_otherwise():
    """Of thousands of damaged files, none is decoded that Pillow refuses or sees otherwise."""
    chance = random.Random(5)
    small = [SHEET.convert(mode).resize((17, 9)) for mode in ("L", "RGB", "RGBA")]
    files = [file_of(picture, compress_level=level) for picture in small for level in (0, 9)]
    for _ in range(MUTATIONS):
        damaged = mutated(chance.choice(files), chance)
        decoded = decode_plain_png(damaged, max_pixels=PIXELS)
        if decoded is not None:
            assert np.array_equal(decoded, np.asarray(Image.open(io.BytesIO(damaged))))
