"""Prediction is a digit with an honest certainty."""

import math

import pytest

from swagdigit import Prediction


def predict(*probabilities):
    """Return a prediction of these probabilities, the rest of the ten being 0."""
    return Prediction(probabilities + (0.0,) * (10 - len(probabilities)), "model-1")


def test_the_most_probable_digit_is_told():
    """The digit is the place of the largest probability."""
    assert predict(0.1, 0.2, 0.6, 0.1).digit == 2


def test_of_equals_the_smaller_digit_is_told():
    """A tie is broken the same way each time."""
    assert predict(0.0, 0.5, 0.0, 0.5).digit == 1


@pytest.mark.parametrize(
    ("probability", "certainty"),
    [(0.7532, 75.32), (0.753249, 75.32), (0.999999, 100.0), (1.0000001, 100.0), (0.6, 60.0)],
)
def test_certainty_is_percent_with_two_decimals(probability, certainty):
    """The certainty is rounded once, here, and is never over 100."""
    assert predict(probability).certainty == certainty


def test_what_is_missing_to_one_is_no_digit():
    """Probabilities may add up to less than 1."""
    assert predict(0.2, 0.1).certainty == 20.0


@pytest.mark.parametrize("count", [0, 9, 11])
def test_there_are_ten(count):
    """Another number of probabilities is a mistake."""
    with pytest.raises(ValueError, match=f"not {count}$"):
        Prediction((0.0,) * count, "model-1")


@pytest.mark.parametrize("wrong", [(-0.1,), (1.1,), (0.6, 0.6), (math.nan,), (math.inf,)])
def test_what_is_no_probability_is_refused(wrong):
    """Negative, too large, not a number: each is refused before anybody believes it."""
    with pytest.raises(ValueError, match="not probabilities"):
        predict(*wrong)
