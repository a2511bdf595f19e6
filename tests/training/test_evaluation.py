"""The evaluation asks the service, and counts right."""

from itertools import pairwise

import pytest

from training.cases import Case, subsampled
from training.contested import contested
from training.drawings import load_drawings
from training.evaluate import report
from training.evaluation import ask, evaluate, service
from training.looks import LOOKS
from training.nondigit_suites import NOT_DIGITS
from training.samples import NOT_A_DIGIT
from training.scores import BLANK, THRESHOLD, Answer, SuiteResult, table
from training.suites import suites
from training.writers import is_test_writer

RESULT = SuiteResult(
    "example",
    [Case(b"", 1), Case(b"", 2), Case(b"", 3), Case(b"", 4)],
    [Answer(1, 0.9), Answer(2, 0.5), Answer(7, 0.7), Answer(BLANK, 0.0)],
)


def test_scores_are_counted_by_hand():
    """One is told and right, one right but not told, one told and wrong, one blank."""
    scores = RESULT.scores()

    assert scores.cases == 4
    assert scores.right == 0.5
    assert scores.told_and_right == 0.25
    assert scores.right_among_told == 0.5
    assert scores.refused == 0.5
    assert scores.brier == pytest.approx((0.1**2 + 0.5**2 + 0.7**2) / 4)


def test_what_is_labelled_wrongly_can_be_left_out():
    """Without the contested case, three of four count; the suite itself keeps it."""
    cases = [*RESULT.cases[:2], Case(b"", 3, contested=True), RESULT.cases[3]]
    contested = RESULT._replace(cases=cases)

    assert contested.scores() == RESULT.scores()
    assert contested.uncontested().scores().cases == 3
    assert contested.uncontested().scores().right_among_told == 1


def test_where_nothing_is_told_selective_accuracy_is_one():
    """A suite of refusals has no errors among what is told."""
    refusals = SuiteResult("none", [Case(b"", NOT_A_DIGIT)], [Answer(3, 0.2)])

    assert refusals.scores().right_among_told == 1
    assert refusals.scores().refused == 1


def test_the_table_is_markdown_in_percent():
    """Each suite is a row, each measure a column."""
    lines = table({"example": RESULT.scores()}).splitlines()

    assert lines[0].startswith("| suite | cases | right | told and right |")
    assert lines[2].startswith("| example | 4 | 50.00 | 25.00 | 50.00 | 50.00 |")


@pytest.mark.parametrize(("count", "limit"), [(199, 100), (200, 100), (7, 5), (3, 1)])
def test_a_sample_is_spaced_evenly_over_all(count, limit):
    """Its first items would be of the first writers alone."""
    sample = subsampled(range(count), limit)
    steps = {after - before for before, after in pairwise([*sample, count])}

    assert len(sample) == limit
    assert max(steps) - min(steps) <= 1


@pytest.mark.parametrize("limit", [None, 3, 4])
def test_few_items_are_all_taken(limit):
    """In their order."""
    assert [*subsampled("abc", limit)] == ["a", "b", "c"]


@pytest.mark.data
def test_suites_are_the_same_each_time(data):
    """Two evaluations are of the same images, or they could not be compared."""
    first, again = (dict(suites(limit=3)) for _ in range(2))

    assert first == again
    others = {
        "mnist",
        "mnist corrupted",
        "8x8 scans",
        "maps",
        "letters and signs",
        "several digits",
    }
    assert {*LOOKS, *others, *NOT_DIGITS} == set(first)
    assert all(1 <= len(cases) <= 3 for cases in first.values())
    few = {"photo", "maps", "shapes"}
    assert dict(suites(limit=3, names=few)) == {name: first[name] for name in few}


@pytest.mark.data
def test_few_labels_are_contested(data):
    """Each that is listed is a test writer's digit, and is told apart."""
    drawings = load_drawings(data / "unipen-digits.jsonl.gz")
    tested = [drawing for drawing in drawings if is_test_writer(drawing.writer)]
    doubted = [d.label for d, doubt in zip(tested, contested(tested), strict=True) if doubt]

    assert sorted(doubted) == ["0", "7", "8"]


def test_the_page_tells_what_was_found():
    """The tables with and without the contested, and how sure what is drawn by known writers is."""
    cases = [Case(b"", 9, contested=True), *RESULT.cases[1:]]
    canvas = RESULT._replace(name="canvas", cases=cases)
    page = report("digits-1", [canvas, RESULT._replace(name="mnist")])

    assert "digits-1" in page
    assert page.count("| canvas |") == 3
    assert page.count("| mnist |") == 1


@pytest.mark.data
def test_the_service_answers_every_case(data):
    """Each image of each suite is one that the service reads."""
    for result in evaluate(limit=2):
        assert len(result.answers) == len(result.cases) > 0


@pytest.mark.data
def test_the_service_tells_uncertain_answers_too(data):
    """For the evaluation even the least certain answer is known."""
    [(_, [shape])] = suites(limit=1, names={"shapes"})
    with service() as client:
        answer = ask(client, shape)

    assert answer.digit in range(10)
    assert answer.certainty < THRESHOLD


@pytest.mark.data
def test_settings_of_a_service_are_not_those_of_the_evaluation(data, monkeypatch):
    """What the shell has set for another service neither limits what is asked nor asks another model."""
    monkeypatch.setenv("SWAGDIGIT_CLASSIFIER", "remote")
    monkeypatch.setenv("SWAGDIGIT_RATE_LIMIT", "1/minute")
    monkeypatch.setenv("SWAGDIGIT_MAX_PIXELS", "100")
    monkeypatch.setenv("SWAGDIGIT_MODEL", "nowhere.pkl")
    [(_, cases)] = suites(limit=3, names={"canvas"})
    with service() as client:
        digits = [ask(client, case).digit for case in cases]

    assert len(digits) == 3
