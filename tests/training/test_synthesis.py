"""Rendering and augmentation make digits as people might have written them."""

import numpy as np
import pytest
from scipy import ndimage

from adapters.images.fitting import fit_digit
from training.augmentation import Warp, fit_unit, redraw, rewrite
from training.degradations import degraded
from training.devices import recorded, resampled
from training.drawings import Drawing
from training.nondigits import filled_shape, noise, scribble, side_by_side
from training.rendering import CANVAS, Placement, draw
from training.samples import (
    NOT_A_DIGIT,
    from_drawings,
    label_of,
    read_pictures,
    synthetic_negatives,
)
from training.snapshots import snapshot
from training.styles import in_other_style
from training.synthesis import read_rewritten

SEVEN = Drawing("7", "somebody", (np.array([(0, 0), (500, 0), (200, 1000)], float),))
ONE = Drawing("1", "somebody", (np.array([(0, 0), (0, 1000)], float),))
ZERO = Drawing(
    "0",
    "somebody",
    (np.array([(300 - 300 * np.cos(a), 500 + 500 * np.sin(a)) for a in np.linspace(0, 6.3, 40)]),),
)


@pytest.fixture
def random():
    return np.random.default_rng(0)


def test_a_line_is_as_wide_as_the_pen():
    """A pen of 10 pixels leaves 10 pixels of ink across a line."""
    ink = draw([np.array([(0, 0), (0, 1)], float)], Placement(100, 10, 60, 50, 20))

    assert ink[50].sum() / 255 == pytest.approx(10, abs=1)
    assert ink[:14].sum() == 0


def test_a_point_is_a_dot():
    """A pen that is set down and lifted leaves its round mark."""
    ink = draw([np.array([(0, 0)], float)], Placement(60, 20, 1, 30, 30))

    assert ink.sum() / 255 == pytest.approx(np.pi * 100, rel=0.06)


def test_everything_placed_is_on_the_page(random):
    """Wherever a drawing is put, none of it is off the page, and it has the size asked for."""
    strokes = fit_unit(SEVEN.strokes)
    for _ in range(50):
        width, size = random.uniform(2, 30), random.uniform(60, CANVAS)
        placement = Placement.anywhere(random, strokes, width=width, size=size)
        rows = np.flatnonzero(draw(strokes, placement).any(axis=1))

        assert np.ptp(rows) + 1 == pytest.approx(size, abs=2.5)


def test_a_warp_of_no_strength_changes_nothing(random):
    """Strength is how far from the original a warp may go."""
    points = random.uniform(-0.5, 0.5, (20, 2))

    assert Warp.random(random, 0).move(points) == pytest.approx(points)
    assert not np.allclose(Warp.random(random, 1).move(points), points, atol=0.01)


def test_rewriting_keeps_the_unit(random):
    """However it is bent, the longer side of a drawing is 1 and it begins at 0."""
    points = np.concatenate(rewrite(SEVEN.strokes, random))

    assert points.min(axis=0) == pytest.approx([0, 0])
    assert np.ptp(points, axis=0).max() == pytest.approx(1)


def test_redrawing_changes_the_hand_not_the_digit(random):
    """A redrawn picture is another one, but most of its ink lies where it was."""
    original = np.frombuffer(read_rewritten(SEVEN, random).ink, np.uint8).reshape(28, 28)
    again = fit_digit(redraw(original, random))
    redrawn = np.frombuffer(again.ink, np.uint8).reshape(28, 28)

    assert (redrawn != original).any()
    assert np.corrcoef(redrawn.ravel(), original.ravel())[0, 1] > 0.4


@pytest.mark.parametrize("drawing", [ZERO, ONE, SEVEN], ids=["slash", "flag", "bar"])
def test_some_digits_get_what_other_people_add(random, drawing):
    """Among a hundred copies some get strokes added, most do not, and none loses its own."""
    styles = [in_other_style(drawing, random) for _ in range(100)]
    added = sum(len(strokes) > 1 for strokes in styles)

    assert 5 <= added <= 60
    assert all(strokes[0] is drawing.strokes[0] for strokes in styles)


def test_a_slash_crosses_the_zero(random):
    """It goes between the lower left and the upper right, through the middle; now and then in one go."""
    added = [s[1] for _ in range(300) if len(s := in_other_style(ZERO, random)) > 1]
    for *_, upper_right, lower_left in added:
        assert lower_left[0] < upper_right[0]
        assert lower_left[1] > upper_right[1]
        assert (lower_left + upper_right) / 2 == pytest.approx([300, 500], abs=200)
    in_one_go = [slash[0] for slash in added if len(slash) == 3]

    assert 0 < len(in_one_go) < len(added)
    assert all((start == ZERO.strokes[0][-1]).all() for start in in_one_go)


def test_scribbles_are_no_lines(random):
    """A scribble is never slim enough to be a 1."""
    for _ in range(100):
        width, height = np.ptp(np.concatenate(scribble(random)), axis=0)

        assert max(width, height) == pytest.approx(1)
        assert min(width, height) > 0.1


def test_several_digits_stand_side_by_side(random):
    """None of them is on another, and together they fill a unit."""
    row = side_by_side([SEVEN.strokes, ZERO.strokes, SEVEN.strokes], random)
    first, second, third = (stroke[:, 0] for stroke in row)

    assert first.max() < second.min() < second.max() < third.min()
    assert np.ptp(np.concatenate(row), axis=0).max() == pytest.approx(1)


def test_digits_of_several_strokes_stay_whole(random):
    """Of a digit beside others, the strokes are to each other as they were."""
    four = [np.array([(0, 0), (0, 600), (500, 600)], float), np.array([(400, 300), (400, 1000)])]
    [bend, bar, _] = side_by_side([four, ONE.strokes], random)
    scale = np.ptp(bar[:, 1]) / 700

    assert bar - bend[0] == pytest.approx(scale * (four[1] - four[0][0]))
    assert bend - bend[0] == pytest.approx(scale * (four[0] - four[0][0]))


def test_shapes_and_noise_have_ink(random):
    """Neither is an empty page; a shape is full, at its centre too."""
    for _ in range(20):
        shape = filled_shape(random)

        assert shape[60, 60] == 255
        assert noise(random).max() > 0


def test_devices_record_the_same_path(random):
    """However a device records a line, it stays within a tenth of where the pen was; most do change it."""
    line = np.stack([np.linspace(0, 1, 30), np.linspace(0, 0.5, 30)], axis=1)
    records = [recorded([line], random)[0] for _ in range(100)]
    for record in records:
        assert np.abs(record[:, 1] - record[:, 0] / 2).max() < 0.1
    changed = sum(record is not line for record in records)

    assert 10 < changed < 45


def test_points_lie_evenly_along_the_stroke():
    """A stroke of length 2 has 21 points a tenth apart, its corner and its ends among them."""
    corner = resampled(np.array([(0, 0), (1, 0), (1, 1)], float), 0.1)

    assert len(corner) == 21
    assert np.hypot(*np.diff(corner, axis=0).T) == pytest.approx(0.1)
    assert corner[[0, 10, -1]] == pytest.approx(np.array([(0, 0), (1, 0), (1, 1)]))


def test_a_degradation_leaves_most_digits_readable(random):
    """It changes nearly every page; most are still more like their own page than like another."""
    pages = [draw(fit_unit(d.strokes), Placement(60, 6, 40, 10, 10)) for d in (SEVEN, ZERO)]
    copies = [[degraded(page, random) for _ in range(60)] for page in pages]
    for page, some in zip(pages, copies, strict=True):
        assert np.mean([(after != page).any() for after in some]) > 0.9

    def likeness(some, page):
        return np.nanmean(
            [abs(np.corrcoef(s.ravel(), page.ravel())[0, 1]) for s in some if s.any()]
        )

    for number, some in enumerate(copies):
        assert likeness(some, pages[number]) > likeness(some, pages[1 - number]) + 0.1


def test_a_snapshot_has_darker_ink_than_paper(random):
    """In every light the ink is darker than the paper right beside it."""
    page = draw(fit_unit(SEVEN.strokes), Placement(150, 12, 90, 30, 30))
    near = ndimage.binary_dilation(page > 0, iterations=6) & ~ndimage.binary_dilation(
        page > 0, iterations=2
    )
    for _ in range(20):
        picture = np.asarray(snapshot(page, random).convert("L"), float)

        assert picture[page == 255].mean() < picture[near].mean()


def test_samples_are_the_same_for_the_same_seed():
    """A training can be repeated, however many cores it ran on."""
    first = from_drawings([SEVEN, ONE, ZERO], count=30, seed=1)
    again = from_drawings([SEVEN, ONE, ZERO], count=30, seed=1)
    other = from_drawings([SEVEN, ONE, ZERO], count=30, seed=2)

    assert 25 <= len(first.ink) <= 30  # what was degraded may read blank
    assert first.ink.shape == (len(first.labels), 784)
    assert set(first.labels) == {0, 1, 7}
    assert (first.ink == again.ink).all()
    assert not np.array_equal(first.ink, other.ink)


def test_what_is_no_digit_is_of_the_eleventh_class():
    """Letters and scribbles are labelled as none."""
    assert label_of(SEVEN) == 7
    assert label_of(Drawing("F", "somebody", SEVEN.strokes)) == NOT_A_DIGIT
    assert set(synthetic_negatives([SEVEN, ONE, ZERO], count=40, seed=0).labels) == {NOT_A_DIGIT}


@pytest.mark.data
def test_mnist_comes_out_of_the_reader_as_it_went_in(data):
    """The service sees MNIST's own images as MNIST made them: nearly all are unchanged."""
    with np.load(data / "mnist.npz") as file:
        ink, labels = file["Xt"][:1000], file["yt"][:1000].astype(np.int64)
    read = read_pictures(ink, labels).ink
    difference = np.abs(read.astype(int) - ink).max(axis=1)

    assert (difference <= 8).mean() > 0.98
