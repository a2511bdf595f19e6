"""What was printed on the paper, or lies beside it, is not what somebody wrote."""

import time

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw

from adapters.images.clutter.printed import is_framed, without_print
from adapters.images.ink import find_ink
from adapters.images.shapes.runs import long_runs
from tests.adapters.images.pictures import SIDE, difference, file_of, glyph, on_paper

BEYOND = 50
BOX = (30, 20, 210, 240)


def printed(lines, *, width=2, level=140, turn=0.0):
    """Return a page with lines on it, from place to place, turned by so many degrees."""
    page = Image.new("L", (SIDE + 2 * BEYOND, SIDE + 2 * BEYOND), 255)
    brush = ImageDraw.Draw(page)
    for line in lines:
        brush.line([place + BEYOND for place in line], fill=level, width=width)
    turned = page.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    return turned.crop((BEYOND, BEYOND, BEYOND + SIDE, BEYOND + SIDE))


def levels(step, first=13):
    """Lines across the page, and beyond it."""
    return [(-BEYOND, y, SIDE + BEYOND, y) for y in range(first - step, SIDE + step, step)]


def uprights(step, first=13):
    return [(y, x, w, z) for x, y, z, w in levels(step, first)]


def box(left, top, right, bottom):
    return [(left, top, right, top, right, bottom, left, bottom, left, top)]


def written_on(page, ink=None):
    """Return the page with the digit written on it."""
    return ImageChops.darker(page, on_paper(ink or glyph()))


RULED = {
    "lines": levels(40),
    "wide lines": levels(110),
    "squares": levels(35) + uprights(35),
    "large squares": levels(90) + uprights(90),
    "margin": [*levels(50), (30, -BEYOND, 30, SIDE + BEYOND)],
}


@pytest.mark.parametrize("turn", [-5, -3, -1, 0, 0.5, 2, 4])
@pytest.mark.parametrize("lines", RULED.values(), ids=RULED)
def test_rulings_are_no_ink(reader, plain, lines, turn):
    """On a page of an exercise book, however it lies, the digit is the same."""
    page = written_on(printed(lines, turn=turn))

    assert difference(plain, reader.read(file_of(page)).digit.ink) < 0.12


def test_rulings_in_half_the_light_are_no_ink(reader, plain):
    """A page that is darker on one side is not cut close to a digit, as its lines would make one think."""
    page = written_on(printed(levels(100) + uprights(100))).resize((600, 600))
    light = 1 - np.maximum(np.linspace(-0.1, 0.1, 600), 0)
    photo = Image.fromarray(np.uint8(np.asarray(page, float) * light))

    assert difference(plain, reader.read(file_of(photo)).digit.ink) < 0.12


@pytest.mark.parametrize("turn", [-2, 0, 1])
@pytest.mark.parametrize(("width", "level"), [(1, 200), (2, 0), (4, 90)])
def test_the_box_of_a_form_is_no_ink(reader, plain, width, level, turn):
    """A box around the digit is printed, whether thin and pale or as dark as the pen."""
    page = written_on(printed(box(*BOX), width=width, level=level, turn=turn))

    assert difference(plain, reader.read(file_of(page)).digit.ink) < 0.12


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize(
    "part",
    [BOX, (28, 18, 213, 243), (30, 60, 280, 280), (0, 25, 200, 280), (20, 0, 280, 200)],
    ids=["along the box", "just outside", "left and foot", "right and foot", "sides"],
)
def test_a_box_may_be_cut_off(reader, kind, part):
    """Whatever the cut leaves of a box, it is no ink; what it leaves of the digit is."""
    whole, alone = (
        reader.read(file_of(page.crop(part), kind)).digit.ink
        for page in (written_on(printed(box(*BOX))), on_paper(glyph()))
    )

    assert difference(alone, whole) < 0.15


def test_boxes_side_by_side_are_no_ink(reader, plain):
    """Of a row of boxes, open above, the digit in one is read."""
    comb = [(-BEYOND, 230, SIDE + BEYOND, 230), *((x, 20, x, 230) for x in (-10, 35, 200, 245))]

    assert difference(plain, reader.read(file_of(written_on(printed(comb)))).digit.ink) < 0.12


EMPTY = {"lines": levels(40), "squares": levels(35) + uprights(35), "box": box(*BOX)}


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("lines", EMPTY.values(), ids=EMPTY)
def test_where_nobody_wrote_there_is_no_digit(reader, kind, lines):
    """Empty squares and boxes are blank."""
    assert reader.read(file_of(printed(lines), kind)).digit is None


@pytest.mark.parametrize("width", [2, 5])
def test_a_straight_one_in_a_box_is_read(reader, width):
    """A thin upright stroke in the middle of a box is what was written, from side to side even."""
    one = Image.new("L", (SIDE, SIDE))
    ImageDraw.Draw(one).line((120, BOX[1], 120, BOX[3]), fill=255, width=width)
    alone, boxed = (
        reader.read(file_of(page)).digit.ink
        for page in (on_paper(one), written_on(printed(box(*BOX)), one))
    )

    assert difference(alone, boxed) < 0.3


def test_a_stroke_along_a_ruling_stays(reader):
    """A digit that stands on a line keeps its foot."""
    two = Image.new("L", (SIDE, SIDE))
    way = [(80, 80), (120, 50), (170, 80), (80, 200), (180, 200)]
    ImageDraw.Draw(two).line(way, fill=255, width=12, joint="curve")
    alone, ruled = (
        reader.read(file_of(page)).digit.ink
        for page in (on_paper(two), written_on(printed(levels(60, 20)), two))
    )

    assert difference(alone, ruled) < 0.15


FOUR = [(90, 10), (20, 150), (200, 150)], [(130, 60), (130, 230)]
SEVEN = ([(20, 30), (200, 30), (90, 230)],)


@pytest.mark.parametrize("margin", [0, 1, 5])
@pytest.mark.parametrize("pen", [4, 8])
@pytest.mark.parametrize("strokes", [FOUR, SEVEN], ids=["4", "7"])
def test_the_bar_of_a_digit_cut_close_is_no_ruling(reader, strokes, pen, margin):
    """What goes straight from side to side of the picture may be a stroke."""
    ink = Image.new("L", (SIDE, SIDE))
    for stroke in strokes:
        ImageDraw.Draw(ink).line(stroke, fill=255, width=pen, joint="curve")
    left, top, right, bottom = ink.getbbox()
    cut = ink.crop((left - margin, top - margin, right + margin, bottom + margin))
    whole, close = (reader.read(file_of(on_paper(page))).digit.ink for page in (ink, cut))

    assert difference(whole, close) < 0.05


TABLES = {
    "left": (25, 0, 280, 280),
    "foot": (0, 0, 280, 250),
    "corner": (0, 0, 260, 255),
    "sides": (20, 0, 262, 280),
    "all around": (18, 14, 262, 258),
}


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("table", [(30, 20, 10), (120, 90, 60)])
@pytest.mark.parametrize("paper", TABLES.values(), ids=TABLES)
def test_the_table_beside_the_paper_is_no_ink(reader, plain, paper, table, kind):
    """A photo that shows where the paper ends shows the same digit."""
    photo = Image.new("RGB", (SIDE, SIDE), table)
    sheet = on_paper(glyph(), paper=(235, 230, 220), colour=(40, 40, 70))
    photo.paste(sheet.crop(paper), paper)

    assert difference(plain, reader.read(file_of(photo, kind)).digit.ink) < 0.15


def test_ink_that_reaches_the_table_is_read(reader):
    """What can not be told from the table is not thrown away with it."""
    photo = on_paper(glyph(left=0, pen=30))
    photo.paste(60, (0, 0, 12, SIDE))

    assert reader.read(file_of(photo)).digit is not None


def test_no_drawing_of_a_digit_is_framed():
    """What the page sends takes no longer for it."""
    for page in (glyph(), glyph(pen=4), glyph(size=220, pen=40)):
        assert not is_framed(np.asarray(page.crop(page.getbbox())))
    assert is_framed(
        np.asarray(printed(box(*BOX), turn=1).point(lambda v: 255 - v).crop((25, 15, 216, 246)))
    )


@pytest.mark.parametrize(
    "strokes",
    [
        [(20, 0, 20, 39)],
        [(1, 0, 1, 39), (1, 38, 39, 38)],
        [(8, 0, 8, 22), (0, 22, 39, 22), (28, 0, 28, 39)],
    ],
    ids=["1", "corner", "4"],
)
def test_a_small_cutting_has_no_rulings(strokes):
    """Strokes that go from side to side of a few pixels are cut out along their ends: nothing else is there."""
    cutting = Image.new("L", (40, 40), 255)
    brush = ImageDraw.Draw(cutting)
    for stroke in strokes:
        brush.line(stroke, fill=0, width=2)

    assert np.array_equal(find_ink(cutting), 255 - np.asarray(cutting))


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6])
def test_noise_has_no_lines(share):
    """On a page of noise nothing is straight."""
    noise = np.random.default_rng(5).random((SIDE, SIDE)) < share
    ink = np.uint8(noise * 200)

    assert np.array_equal(without_print(ink), ink)


@pytest.mark.parametrize("step", [2, 4, 12, 25])
@pytest.mark.parametrize("dash", [16, 40, 320])
def test_a_pattern_of_lines_takes_no_long(reader, step, dash):
    """However many lines and dashes a page is full of, nobody waits for them."""
    side = 320
    rows = (np.arange(side) % step == 0)[:, None] & (np.arange(side) % (dash + 2) < dash)
    page = Image.fromarray(np.uint8(255 - 200 * (rows | rows.T)))
    begun = time.process_time()
    reader.read(file_of(page))

    assert time.process_time() - begun < 1


def test_long_runs_are_those_of_the_rows():
    """Runs are counted within a row."""
    marked = np.array([[1, 1, 0, 1], [1, 1, 1, 0], [0, 1, 1, 1]], bool)

    assert np.array_equal(long_runs(marked, 3), [[0, 0, 0, 0], [1, 1, 1, 0], [0, 1, 1, 1]])


@pytest.mark.parametrize("digit", [True, False])
@pytest.mark.parametrize("dash", [3, 6])
def test_a_dotted_box_is_no_ink(reader, plain, dash, digit):
    """Its dots are small beside a digit, and where there is none they are no 0."""
    page = on_paper(glyph()) if digit else Image.new("L", (SIDE, SIDE), 255)
    brush = ImageDraw.Draw(page)
    for place in range(20, 260, 2 * dash):
        for corner in ((place, 20), (place, 258), (20, place), (258, place)):
            brush.rectangle((*corner, corner[0] + dash - 1, corner[1] + 1), fill=90)
    read = reader.read(file_of(page)).digit

    assert difference(plain, read.ink) < 0.1 if digit else read is None
