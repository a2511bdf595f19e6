"""PillowImageReader finds the same digit on every kind of picture."""

import base64
import io
import struct
import zlib
from urllib.parse import quote

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from swagdigit import BatchTooLarge, ImageTooLarge, InvalidImage
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper
from tests.contracts.reader import ReaderContract
from tests.fuzz.hostile import bmp_in_runs


class TestPillowImageReader(ReaderContract):
    """The contract."""

    @pytest.fixture
    def digit_png(self):
        return file_of(on_paper(glyph()))

    @pytest.fixture
    def blank_png(self):
        return file_of(Image.new("L", (SIDE, SIDE), 255))


def with_opacity(colour, opacity):
    """Paint one colour on transparent paper."""
    picture = Image.new("RGBA", opacity.size, (*colour, 0))
    picture.putalpha(opacity)
    return picture


def palette_with_transparent_paper():
    picture = glyph().point(lambda ink: int(ink > 127)).convert("P")
    picture.putpalette([255, 255, 255, 30, 20, 10])
    picture.info["transparency"] = 0
    return picture


PICTURES = {
    "white on black": on_paper(glyph(), paper=0, colour=255),
    "grey on grey": on_paper(glyph(), paper=190, colour=120),
    "1 bit": on_paper(glyph()).convert("1"),
    "palette": on_paper(glyph(), paper=(250, 240, 200), colour=(0, 30, 160)).convert("P"),
    "coloured": on_paper(glyph(), paper=(250, 240, 200), colour=(0, 30, 160)),
    "same grey, other colour": on_paper(glyph(), paper=(200, 100, 100), colour=(70, 165, 105)),
    "black on nothing": with_opacity((0, 0, 0), glyph()),
    "white on nothing": with_opacity((255, 255, 255), glyph()),
    "red on nothing": with_opacity((200, 0, 0), glyph()),
    "palette on nothing": palette_with_transparent_paper(),
    "16 bit": Image.fromarray(np.asarray(on_paper(glyph()), np.uint16) * 257),
    "16 bit, darkly": Image.fromarray(np.asarray(on_paper(glyph()), np.uint16) * 16),
}


@pytest.mark.parametrize("name", PICTURES)
def test_colour_polarity_and_transparency_do_not_matter(reader, plain, name):
    """The same ink reads the same whatever it is painted with, and on what."""
    digit = reader.read(file_of(PICTURES[name])).digit

    assert difference(plain, digit.ink) < 0.12


def test_a_card_with_transparent_corners_is_read_by_its_colours(reader, plain):
    """Where the paper is opaque, what is around it is not mistaken for ink."""
    card = on_paper(glyph()).convert("RGBA")
    card.paste((0, 0, 0, 0), (0, 0, 20, 20))
    card.paste((0, 0, 0, 0), (SIDE - 20, SIDE - 20, SIDE, SIDE))

    assert difference(plain, reader.read(file_of(card)).digit.ink) < 0.05


@pytest.mark.parametrize("share", [0.2, 0.35, 0.49])
def test_a_card_with_a_wide_margin_is_read_by_its_colours(reader, plain, share):
    """However much around it is transparent, what is opaque is the paper."""
    side = round(SIDE / share**0.5)
    page = Image.new("RGBA", (side, side))
    page.paste(on_paper(glyph()), ((side - SIDE) // 2,) * 2)

    assert difference(plain, reader.read(file_of(page)).digit.ink) < 0.05


def test_a_straight_1_of_several_colours_is_no_card(reader):
    """It fills a rectangle as a card does, and is the ink all the same."""
    stroke = Image.new("L", (SIDE, SIDE))
    stroke.paste(255, (120, 40, 150, 240))
    page = Image.linear_gradient("L").resize(stroke.size).convert("RGBA")
    page.putalpha(stroke)

    plain, coloured = (reader.read(file_of(one)).digit.ink for one in (on_paper(stroke), page))

    assert difference(plain, coloured) < 0.12


def test_the_shadow_of_a_card_is_no_ink(reader, plain):
    """What a drawing program puts around a card is dark, and hardly opaque."""
    card, corners = on_paper(glyph()).convert("RGBA"), Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, SIDE - 1, SIDE - 1), 40, fill=255)
    shadow = Image.new("L", (SIDE + 60, SIDE + 60))
    shadow.paste(130, (20, 20, SIDE + 25, SIDE + 30))
    page = Image.new("RGBA", shadow.size)
    page.putalpha(shadow.filter(ImageFilter.GaussianBlur(8)))
    page.paste(card, (20, 16), corners)

    assert difference(plain, reader.read(file_of(page)).digit.ink) < 0.05


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("JPEG", {"quality": 60}),
        ("WEBP", {"quality": 60}),
        ("GIF", {}),
        ("BMP", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
    ],
)
def test_every_format_is_read_and_kept_as_png(reader, plain, kind, options):
    """Other formats read like PNG, and what is kept is a PNG of the same picture."""
    reading = reader.read(file_of(on_paper(glyph()), kind, **options))

    assert difference(plain, reading.digit.ink) < 0.12
    assert reading.png.startswith(b"\x89PNG")
    assert difference(plain, reader.read(reading.png).digit.ink) < 0.12


def test_cmyk_is_read(reader, plain):
    """A JPEG for a printing press is a picture too."""
    reading = reader.read(file_of(on_paper(glyph()).convert("CMYK"), "JPEG"))

    assert difference(plain, reading.digit.ink) < 0.12


@pytest.mark.parametrize(("left", "top", "size"), [(5, 5, 80), (150, 100, 120), (20, 20, 230)])
def test_place_and_size_do_not_matter(reader, plain, left, top, size):
    """The same digit anywhere on the page, of any size, reads the same."""
    picture = on_paper(glyph(left=left, top=top, size=size, pen=round(size * 18 / 160)))

    assert difference(plain, reader.read(file_of(picture)).digit.ink) < 0.25


def test_the_camera_s_turn_is_undone(reader, plain):
    """A photo that says it was taken sideways is turned upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    sideways = on_paper(glyph()).transpose(Image.Transpose.ROTATE_90)
    reading = reader.read(file_of(sideways, "JPEG", exif=exif, quality=90))

    assert difference(plain, reading.digit.ink) < 0.12


def test_uneven_light_does_not_matter(reader, plain):
    """Paper that is half in the shadow is still paper."""
    light = np.linspace(240, 110, SIDE)[None, :] * np.linspace(1, 0.8, SIDE)[:, None]
    shot = light * (1 - 0.7 * np.asarray(glyph()) / 255)

    assert (
        difference(plain, reader.read(file_of(Image.fromarray(shot.astype(np.uint8)))).digit.ink)
        < 0.3
    )


def test_a_shadow_in_a_corner_is_no_ink(reader, plain):
    """Where light ends at the border of the picture, nothing is drawn."""
    down, right = np.mgrid[0:SIDE, 0:SIDE]
    light = 210 - 100 / (1 + np.exp((down + right - 140) / 8))
    shot = Image.fromarray(np.uint8(light * (1 - 0.7 * np.asarray(glyph()) / 255)))

    assert difference(plain, reader.read(file_of(shot)).digit.ink) < 0.25


@pytest.mark.parametrize(("paper", "colour"), [(255, 0), (0, 255), (180, 20)])
def test_a_digit_may_touch_the_border(reader, paper, colour):
    """A picture cut close to a digit shows the same digit."""
    ink = glyph(pen=40)
    whole, cut = (
        reader.read(file_of(on_paper(picture, paper=paper, colour=colour))).digit.ink
        for picture in (ink, ink.crop(ink.getbbox()))
    )

    assert difference(whole, cut) < 0.05


@pytest.mark.parametrize(("side", "enlarged"), [(20, 1), (30, 1), (30, 6), (100, 1), (100, 3)])
def test_a_digit_cut_out_of_a_form_is_read(reader, side, enlarged):
    """Cut close to the ink, in few pixels, or blurred by being enlarged, it is the same digit."""
    ink = glyph(pen=30)
    cut = ink.crop(ink.getbbox())
    small = cut.resize((side * cut.width // cut.height, side), Image.Resampling.BOX)
    large = small.resize((small.width * enlarged, small.height * enlarged))
    whole, read = (reader.read(file_of(on_paper(page))).digit.ink for page in (ink, large))

    assert difference(whole, read) < 0.35


def test_specks_are_ignored(reader, plain):
    """Dust beside the digit moves nothing."""
    page = on_paper(glyph())
    for x, y in ((10, 10), (250, 20), (20, 260), (262, 262)):
        page.paste(0, (x, y, x + 4, y + 4))

    assert difference(plain, reader.read(file_of(page)).digit.ink) < 0.02


@pytest.mark.parametrize("paper", [0, 128, 255])
def test_an_empty_page_has_no_digit(reader, paper):
    """Paper alone, of any shade, is blank."""
    assert reader.read(file_of(Image.new("L", (SIDE, SIDE), paper))).digit is None


def test_transparent_nothing_has_no_digit(reader):
    """An untouched transparent canvas is blank."""
    assert reader.read(file_of(Image.new("RGBA", (SIDE, SIDE)))).digit is None


@pytest.mark.parametrize("side", [300, 600, 1000])
@pytest.mark.parametrize("level", [0, 100, 200])
def test_dots_far_from_each_other_are_no_digit(reader, side, level):
    """Dots that are nothing any more once the page is made small are dirt, and no error."""
    page = Image.new("L", (side, side), 255)
    near, far = 5, side - 6
    for place in ((near, near), (near, far), (far, near), (far, far), (side // 2, side // 2)):
        page.putpixel(place, level)

    assert reader.read(file_of(page)).digit is None


@pytest.mark.parametrize("size", [(1, 1), (1, 300), (300, 1), (3, 3)])
def test_the_smallest_pages_are_read(reader, size):
    """A page of a few pixels is odd, but no error."""
    assert reader.read(file_of(Image.new("L", size, 255))).digit is None


def test_png_is_kept_byte_for_byte(reader):
    """What was sent as a PNG is what is archived, down to its comments."""
    file = file_of(on_paper(glyph()))

    assert reader.read(file).png is file


def test_text_forms_read_like_the_file(reader):
    """A data URL and bare base64, in all ways in which browsers take them, are the file."""
    file = file_of(on_paper(glyph()))
    text = base64.b64encode(file).decode()
    broken = "\n".join(text[i : i + 76] for i in range(0, len(text), 76))

    for form in (
        text,
        broken,
        text.rstrip("="),
        quote(text, safe=""),
        f"data:image/png;base64,{text}",
        f" DATA:image/png;name=5; BASE64 ,{broken}",
        f"data:;base64,{quote(text, safe='')}",
    ):
        assert reader.read(form) == reader.read(file)


@pytest.mark.parametrize(
    "received",
    [
        b"",
        b"no image",
        "",
        "%%%",
        "data:image/png;base64,",
        "data:image/png,plain",
        "data:image/png;base64",
        "data:image/pngbase64,iVBORw0KGgo=",
        "my data:image/png;base64,iVBORw0KGgo=",
        "é" * 40,
        "ZmFrZQ==",
        file_of(on_paper(glyph()))[:200],
        file_of(on_paper(glyph()), "JPEG")[:300],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_what_is_no_image_is_refused(reader, received):
    """Text, nothing, other files and truncated images raise InvalidImage, nothing else."""
    with pytest.raises(InvalidImage):
        reader.read(received)


def png_header(width, height):
    """Return a PNG that claims a size and has no pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 0) + b"IDAT" + b"\0" * 4


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (1_000_001, 1), (2_000, 501)])
def test_too_many_pixels_are_refused_unread(reader, width, height):
    """A header that claims too much is refused before anything is unpacked."""
    with pytest.raises(ImageTooLarge):
        reader.read(png_header(width, height))


def test_a_webp_may_have_fewer_pixels(reader):
    """Pillow needs the memory of four for one of it."""
    assert reader.read(file_of(Image.new("L", (1000, 750)), "WEBP")).digit is None
    with pytest.raises(ImageTooLarge):
        reader.read(file_of(Image.new("L", (1000, 751)), "WEBP"))


@pytest.mark.parametrize("bits", [4, 8])
def test_a_packed_bmp_may_have_fewer_pixels(reader, bits):
    """Pillow takes the time of many for one of it."""
    blank = b"\xff\0\xff\0\0\0" * 501  # two runs and the end of a row
    assert reader.read(bmp_in_runs(500, blank, bits=bits)).digit is None
    with pytest.raises(ImageTooLarge):
        reader.read(bmp_in_runs(501, blank, bits=bits))


def test_a_file_is_read_in_a_bounded_number_of_steps(reader):
    """A BMP of which each pixel is a run is read; a GIF of a great many comments is not."""
    reader.read(bmp_in_runs(400, (b"\1\0\1\1" * 200 + b"\0\0") * 400))

    gif = file_of(Image.new("L", (8, 8)), "GIF")
    place = gif.index(b",")
    with pytest.raises(InvalidImage, match="parts"):
        reader.read(gif[:place] + b"!\xfe\1a\0" * 400_000 + gif[place:])


def test_the_images_of_one_request_share_their_pixels(reader):
    """Whoever sends many gets those read that there is time for, and each request has its own."""
    page = file_of(Image.new("L", (1000, 800)))
    for many in (reader.for_batch(), reader.for_batch()):
        many.read(page)
        many.read(page)
        with pytest.raises(BatchTooLarge, match="together"):
            many.read(page)
        assert many.read(file_of(Image.new("L", (100, 100)))).digit is None


@pytest.mark.parametrize("mode", ["1", "P", "I;16", "LA", "RGBA"])
def test_large_pictures_of_every_mode_are_read(reader, plain, mode):
    """What is averaged down before it is read may come as signs, bits or 16-bit levels."""
    large = on_paper(glyph()).resize((840, 840))
    if mode == "I;16":
        large = Image.fromarray(np.asarray(large, np.uint16) * 257)

    reading = reader.read(file_of(large.convert(mode) if mode != "I;16" else large))
    assert difference(plain, reading.digit.ink) < 0.15


@pytest.mark.parametrize(
    "levels",
    [
        np.asarray(on_paper(glyph()), np.int32) * 1000,
        np.where(np.asarray(glyph()) > 128, np.nan, 1).astype(np.float32),
        np.where(np.asarray(glyph()) > 128, np.inf, 1).astype(np.float32),
    ],
    ids=["integers", "no numbers", "infinite"],
)
def test_a_tiff_of_any_numbers_is_kept_as_png(reader, levels):
    """Whatever levels a TIFF has, it is read and kept, without a warning."""
    reading = reader.read(file_of(Image.fromarray(levels), "TIFF"))

    assert Image.open(io.BytesIO(reading.png)).format == "PNG"


INK = np.asarray(on_paper(glyph()))


@pytest.mark.parametrize(
    "picture",
    [
        *(on_paper(glyph()).convert(mode) for mode in ("1", "L", "LA", "P", "RGB", "RGBA")),
        *(on_paper(glyph()).convert("RGB").convert(mode) for mode in ("CMYK", "YCbCr")),
        Image.fromarray(INK.astype(np.uint16) * 257),
        Image.fromarray(INK.astype(np.int32) * 200),
        Image.fromarray(100_000 + INK.astype(np.int32) * 400),
        Image.fromarray(-INK.astype(np.int32)),
        Image.fromarray(INK.astype(np.float32) / 255),
        Image.fromarray(INK.astype(np.float32) * 1000 - 5),
    ],
    ids=lambda picture: f"{picture.mode} {picture.getextrema()}",
)
def test_what_is_kept_reads_as_what_came(reader, picture):
    """Of every kind of TIFF, the PNG in the archive shows what was drawn."""
    reading = reader.read(file_of(picture, "TIFF"))

    assert difference(reader.read(reading.png).digit.ink, reading.digit.ink) < 0.01


@pytest.mark.parametrize("kind", [np.uint16, np.int32, np.float32])
def test_a_hot_pixel_hides_nothing(reader, plain, kind):
    """A sensor of twelve bits has pixels of any level: beside them, all else would be of one."""
    levels = INK.astype(kind) * 10
    levels[5, 7], levels[200, 30] = 65_535, 0
    reading = reader.read(file_of(Image.fromarray(levels), "TIFF"))

    assert difference(plain, reading.digit.ink) < 0.01
    assert difference(plain, reader.read(reading.png).digit.ink) < 0.01


def test_a_palette_that_is_missing_is_a_broken_image(reader):
    """A PNG that names colours which it does not have shows nothing."""
    file = file_of(on_paper(glyph()).convert("P"))
    start = file.index(b"PLTE") - 4
    length = int.from_bytes(file[start : start + 4])

    with pytest.raises(InvalidImage):
        reader.read(file[:start] + file[start + 12 + length :])
