"""Eight points become the digit that was written."""

from collections import Counter

import numpy as np
import pytest

from training.datasets import data_folder
from training.drawings import Drawing, load_drawings
from training.pen_digits import load_pen_digits, strokes_of

FIVE = np.array(
    [(0.2, 0), (0.2, 0.4), (0.8, 0.5), (0.9, 0.8), (0.5, 1), (0.1, 0.9), (0.2, 0.2), (1, 0)]
)
SEVEN = np.array(
    [(0, 0), (0.5, 0), (1, 0), (0.8, 0.33), (0.6, 0.66), (0.4, 1), (0.3, 0.6), (0.9, 0.5)]
)
FOUR = np.array(
    [(0.4, 0), (0.2, 0.3), (0, 0.6), (0.5, 0.6), (1, 0.6), (0.9, 0.35), (0.8, 0.1), (0.7, 1)]
)
TWO = np.array([(0, 0.3), (0.5, 0), (1, 0.3), (0.7, 0.6), (0.3, 0.8), (0, 1), (0.5, 0.95), (1, 1)])


def test_the_stem_of_a_four_is_a_stroke_of_its_own():
    """The first stroke ends at the end of the bar, the stem begins above: there is no loop."""
    bar, stem = strokes_of(FOUR, "4")

    assert bar[-1] == pytest.approx(FOUR[4])
    assert stem[0] == pytest.approx(FOUR[6])
    assert stem[-1] == pytest.approx(FOUR[7])


def test_a_four_in_one_stroke_is_left_alone():
    """Its stem begins where its bar ends."""
    [four] = strokes_of(np.array([*FOUR[:5], (0.9, 0.7), (0.8, 0.85), (0.7, 1)]), "4")

    assert four[0] == pytest.approx(FOUR[0])
    assert four[-1] == pytest.approx(FOUR[7])


def test_the_roof_of_a_five_is_a_stroke_of_its_own():
    """The body ends where the pen was lifted, low on the left; the roof is straight."""
    body, roof = strokes_of(FIVE, "5")

    assert body[0] == pytest.approx(FIVE[0])
    assert body[-1] == pytest.approx(FIVE[5])
    assert roof.tolist() == [FIVE[0].tolist(), FIVE[7].tolist()]


def test_a_five_in_one_stroke_is_left_alone():
    """It ends below."""
    [five] = strokes_of(FIVE[:6], "5")

    assert five[-1] == pytest.approx(FIVE[5])


def test_the_bar_of_a_seven_crosses_its_stem():
    """The stem ends at its foot; the bar reaches as far to the left as to the right."""
    seven, bar = strokes_of(SEVEN, "7")
    stem = np.interp(0.5, SEVEN[2:6, 1], SEVEN[2:6, 0])

    assert seven[-1] == pytest.approx(SEVEN[5])
    assert bar[1] == pytest.approx(SEVEN[7])
    assert bar.mean(axis=0) == pytest.approx((stem, 0.5))


def test_a_seven_without_a_bar_gets_none():
    """It ends at its foot."""
    [seven] = strokes_of(SEVEN[:6], "7")

    assert seven[-1] == pytest.approx(SEVEN[5])


def test_a_smooth_line_goes_through_all_points():
    """Of any other digit."""
    [two] = strokes_of(TWO, "2")
    distances = np.hypot(*(two[:, None] - TWO).transpose(2, 0, 1)).min(axis=0)

    assert distances.max() < 0.05


@pytest.mark.data
def test_they_are_as_wide_as_what_others_write(data):
    """All are there, in the size of UNIPEN; ones are slim again."""
    digits = load_pen_digits(load_drawings(data_folder() / "unipen-digits.jsonl.gz"))
    counts = Counter(digit.label for digit in digits)

    assert len(digits) == 10_992
    assert set(counts) == set("0123456789")
    assert min(counts.values()) > 1000
    assert np.mean([width(d) for d in digits if d.label == "1"]) < 600
    assert np.mean([width(d) for d in digits if d.label == "2"]) > 600


def width(digit: Drawing):
    """Return the width of a digit whose larger side is 1000."""
    sides = np.ptp(np.concatenate(digit.strokes), axis=0)
    assert sides.max() == pytest.approx(1000)
    return sides[0]
