"""PsutilMonitor tells the machine's load without waiting for it."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import psutil
import pytest

from adapters.psutil_monitor import PsutilMonitor
from tests.contracts.monitor import MonitorContract
from tests.fakes.clock import Clock


class TestPsutilMonitor(MonitorContract):
    """The contract."""

    @pytest.fixture
    def monitor(self):
        return PsutilMonitor()


def keep_a_processor_busy(seconds):
    """Compute for that much processor time."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_it_never_waits():
    """Thirty measurements take no time: none of them is made over an interval."""
    monitor = PsutilMonitor(clock=itertools.count().__next__)
    start = time.monotonic()
    for _ in range(30):
        monitor.load()

    assert time.monotonic() - start < 1


def test_figures_are_shared_for_half_a_second():
    """Many who ask at once get the same figures; later ones get new figures."""
    clock = Clock()
    monitor = PsutilMonitor(clock=clock)
    first = monitor.load()
    clock.now = 0.49
    soon = monitor.load()
    clock.now = 0.51
    later = monitor.load()

    assert soon is first
    assert later is not first


def test_threads_that_ask_at_once_get_the_same():
    """However many threads ask when new figures are due, the load is measured once."""
    clock = Clock()
    monitor = PsutilMonitor(clock=clock)
    start = Barrier(8)

    def ask(_):
        start.wait()
        return monitor.load()

    with ThreadPoolExecutor(8) as callers:
        for clock.now in range(1, 31):
            loads = list(callers.map(ask, range(8)))

            assert len(set(map(id, loads))) == 1


def test_a_new_thread_is_told_the_load_too():
    """The figures are since the last measurement, whichever thread it was that asked for it."""
    clock = Clock()
    monitor = PsutilMonitor(clock=clock)
    keep_a_processor_busy(seconds=0.2)
    clock.now = 1.0
    with ThreadPoolExecutor(1) as newcomer:
        load = newcomer.submit(monitor.load).result()

    assert load.cpu > 0


def test_the_figures_are_those_of_psutil():
    """Over the same span, in one thread, psutil itself says the same."""
    clock = Clock()
    monitor = PsutilMonitor(clock=clock)
    psutil.cpu_percent(interval=None)
    keep_a_processor_busy(seconds=0.3)
    clock.now = 1.0
    load = monitor.load()

    assert load.cpu == pytest.approx(psutil.cpu_percent(interval=None), abs=15)
    assert load.memory == pytest.approx(psutil.virtual_memory().percent, abs=5)


@pytest.mark.parametrize(("idle", "shown"), [(1.0004, "0%"), (1.1, "0%"), (-0.1, "100%")])
def test_times_that_do_not_fit_together_are_a_share_all_the_same(monkeypatch, idle, shown):
    """A little more than all idle is 0 %, not -0 %; less than nothing is 100 %."""
    times = iter([(0.0, 0.0), (1.0, idle)])
    monkeypatch.setattr("adapters.psutil_monitor._processor_times", lambda: next(times))
    clock = Clock()
    monitor = PsutilMonitor(clock=clock)
    clock.now = 1.0

    assert f"{monitor.load().cpu:.0f}%" == shown
