"""What was counted lately is told from what was counted before."""

import json

import pytest

from tests.fakes.clock import Clock
from web.observability.sliding_window import WINDOW, SlidingWindow


@pytest.mark.parametrize("shared", [False, True])
def test_only_the_last_hour_counts(tmp_path, shared):
    """What came in before is forgotten, in one process, and in several by their folder."""
    clock, folder = Clock(1000.0), str(tmp_path) if shared else None
    window = SlidingWindow(folder, clock=clock)
    for minute in range(126):
        clock.now = 1000.0 + 60 * minute
        if shared:  # another process is asked each time
            window = SlidingWindow(folder, clock=clock)
        recent = window.since({"digit": {"1": 10.0 * minute, "2": 5.0}})

    assert recent == {"digit": {"1": 10.0 * WINDOW / 60, "2": 0.0}}


def test_the_memory_stays_small(tmp_path):
    """However often it is asked, it has one entry a minute, of an hour."""
    clock = Clock(1000.0)
    window = SlidingWindow(str(tmp_path), clock=clock)
    for second in range(0, 10_000, 5):
        clock.now = float(second)
        window.since({"digit": {"1": float(second)}})

    remembered = json.loads((tmp_path / "drift.json").read_text())
    assert len(remembered) <= WINDOW / 60 + 2


def test_until_an_hour_has_passed_all_counts():
    """Since the start, there is nothing earlier to leave out."""
    clock = Clock(1000.0)
    window = SlidingWindow(None, clock=clock)
    window.since({"digit": {"1": 5.0}})
    clock.now += WINDOW / 2

    assert window.since({"digit": {"1": 7.0}}) == {"digit": {"1": 7.0}}


@pytest.mark.parametrize("shared", [False, True])
def test_what_came_before_the_first_question_is_not_told_late(tmp_path, shared):
    """Who asks first after hours learns what comes from then on, not all since the start."""
    clock, folder = Clock(1000.0), str(tmp_path) if shared else None
    window = SlidingWindow(folder, clock=clock)
    clock.now += 3 * WINDOW
    if shared:  # a worker that replaces another knows no more
        window = SlidingWindow(folder, clock=clock)
    assert window.since({"digit": {"1": 500.0}}) == {"digit": {"1": 0.0}}

    clock.now += WINDOW / 2
    assert window.since({"digit": {"1": 507.0}}) == {"digit": {"1": 7.0}}


@pytest.mark.parametrize(("gap", "told"), [(WINDOW / 2, 60.0), (WINDOW * 2, 0.0)])
def test_a_gap_does_not_make_the_hour_longer(gap, told):
    """Where nobody asked for long, what was counted meanwhile belongs to no hour."""
    clock = Clock(1000.0)
    window = SlidingWindow(None, clock=clock)
    for minute in range(125):
        clock.now = 1000.0 + 60 * minute
        window.since({"digit": {"1": float(minute)}})
    clock.now += gap

    assert window.since({"digit": {"1": (clock.now - 1000.0) / 60}}) == {"digit": {"1": told}}


def test_what_a_killed_process_left_half_written_is_forgotten(tmp_path):
    """The window begins anew, and whoever asks gets an answer."""
    (tmp_path / "drift.json").write_text('[[1000.0, {"digit": {"0"')
    window = SlidingWindow(str(tmp_path), clock=Clock(1000.0))

    assert window.since({"digit": {"0": 3.0}}) == {"digit": {"0": 0.0}}
    assert window.since({"digit": {"0": 5.0}}) == {"digit": {"0": 2.0}}
    assert json.loads((tmp_path / "drift.json").read_text())
