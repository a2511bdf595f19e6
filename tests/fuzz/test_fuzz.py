"""A short fuzzing; `make fuzz` does the long one."""

import pytest

from tests.fuzz.api import ask_api
from tests.fuzz.run import (
    SEEDS,
    complaint_about_reader,
    fuzz_reader,
    memory_of_reader,
    report,
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What libFuzzer says of two laps of a thousand inputs to the reader."""
    return fuzz_reader(2000, tmp_path_factory.mktemp("corpus"), lap=1000)


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    """What came of some hundred requests to the API."""
    return ask_api(tmp_path_factory.mktemp("service"), 100)


def test_the_reader_survives_what_is_made_up(found):
    """Thousands of inputs, each made by what the last ones reached, raise nothing unforeseen."""
    assert found["number_of_executed_units"] >= 2000
    assert found["new_units_added"] > 0
    assert found["mistakes"] == 0


def test_the_api_survives_what_is_made_up(asked):
    """Requests as the description allows and forbids, and odd images, are never a mistake of ours."""
    assert asked.operations >= 8
    assert asked.answers.total() >= 100
    assert {200, 400, 404} <= asked.answers.keys()
    assert asked.mistakes == 0


def test_the_report_has_the_figures(found, asked):
    """The document says what was found."""
    text = report(found, asked, 1.5, 7777, [1.0, 1.1])

    assert f"| {found['number_of_executed_units']} |" in text
    assert f"| {asked.answers.total()} |" in text
    assert "| 7777 |" in text


def test_the_reader_does_not_grow():
    """Thousands of inputs later it needs no more memory than after the first hundreds."""
    steady = memory_of_reader(5000, SEEDS)

    assert complaint_about_reader(steady) == ""
    assert complaint_about_reader([steady[0], 2 * steady[0]])
