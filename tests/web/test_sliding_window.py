"""What was counted lately is told from what was counted before."""

import json

import pytest

from tests.fakes.clock import Clock
from web.sliding_window import WINDOW, SlidingWindow


@pytest.mark.parametrize("shared", [False, True])
def test_only_the_last_hour_counts(tmp_path, shared):
    """What came in before is forgotten, in one process, and in several by their folder."""
    clock, folder = Clock(1000.0), str(tmp_path) if shared else None
    window = SlidingWindow(folder, clock=clock)
    for minute in range(121):
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


def test_what_a_killed_process_left_half_written_is_forgotten(tmp_path):
    """The window begins anew, and whoever asks gets an answer."""
    (tmp_path / "drift.json").write_text('[[1000.0, {"digit": {"0"')
    window = SlidingWindow(str(tmp_path), clock=Clock(1000.0))

    assert window.since({"digit": {"0": 3.0}}) == {"digit": {"0": 3.0}}
    assert json.loads((tmp_path / "drift.json").read_text())
