"""What covered ink says is measured by the same measure, however sure the classifier is."""

from math import log

import pytest

from swagdigit import Prediction
from swagdigit.occlusion import heat

CORNER, MIDDLE = (range(5), range(5)), (range(12, 17), range(12, 17))


def sure_by(probability):
    """Return a prediction of a 7."""
    return Prediction((0.0,) * 7 + (probability, 0.0, 0.0), "model-1")


def test_beyond_all_doubt_is_one_in_ten_thousand():
    """Nearer to 1, what is hardly less sure would be as hot as what is not sure at all."""
    levels = heat(7, sure_by(1.0), [(CORNER, sure_by(0.5)), (MIDDLE, sure_by(0.99))])

    assert levels[0] == 1
    assert levels[14 * 28 + 14] == pytest.approx((log(9999) - log(99)) / log(9999))
    assert levels[20 * 28] == 0
