"""The figures are as sure as there are people, not drawings."""

import pytest

from training.cases import Case
from training.scores import Answer, SuiteResult
from training.uncertainty import MEASURES, Uncertainty, uncertainty_table

READ, UNSURE, MISREAD = Answer(1, 0.9), Answer(1, 0.4), Answer(7, 0.8)


def suite(**answers):
    """Return a suite in which each of these people wrote a 1 as often as there are answers."""
    pairs = [
        (Case(b"", 1, writer=writer), answer)
        for writer, given in answers.items()
        for answer in given
    ]
    cases, given = zip(*pairs, strict=True)
    return SuiteResult("canvas", cases, given)


def test_the_mean_over_writers_gives_each_the_same_weight():
    """One of whom there is much and one of whom there is little count alike."""
    found = Uncertainty.of(suite(ann=[READ] * 98, bob=[MISREAD, UNSURE])).estimates

    assert found["right"].mean == pytest.approx((1 + 0.5) / 2)
    assert found["told and right"].mean == pytest.approx((1 + 0) / 2)
    assert found["right among told"].mean == pytest.approx((1 + 0) / 2)


def test_of_whom_nothing_is_told_nothing_of_it_is_wrong():
    """Who is always unsure has no share of what is right among told."""
    found = Uncertainty.of(suite(ann=[READ, MISREAD], bob=[UNSURE])).estimates

    assert found["right among told"].mean == 0.5


def test_a_hundred_drawings_of_two_people_are_two():
    """One who is always misread makes everything possible; as many people of one drawing each do not."""
    two = Uncertainty.of(suite(ann=[READ] * 50, bob=[MISREAD] * 50)).estimates["right"]
    many = suite(**{f"a{n}": [READ] for n in range(50)}, **{f"b{n}": [MISREAD] for n in range(50)})
    hundred = Uncertainty.of(many).estimates["right"]

    assert (two.low, two.high) == (0, 1)
    assert (hundred.low, hundred.high) == pytest.approx((0.4, 0.6), abs=0.02)
    assert hundred.standard_error == pytest.approx(0.05, abs=0.003)


def test_it_is_told_how_much_is_of_three_people():
    """And how many people there are."""
    found = Uncertainty.of(suite(ann=[READ] * 4, bob=[READ] * 3, cy=[READ] * 2, di=[READ]))

    assert found.writers == 4
    assert found.three_most == 0.9


def test_the_same_answers_are_told_the_same_figures():
    """The table has an interval and a mean of each measure."""
    answers = {"ann": [READ] * 9, "bob": [MISREAD, READ, UNSURE], "cy": [READ]}
    rows = [uncertainty_table({"canvas": Uncertainty.of(suite(**answers))}) for _ in range(2)]

    assert rows[0] == rows[1]
    assert rows[0].splitlines()[0].count("|") == 2 + 1 + 2 * len(MEASURES)
    assert rows[0].splitlines()[2].startswith("| canvas | 3 | ")
