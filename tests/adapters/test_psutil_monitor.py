"""PsutilMonitor tells the machine's load without waiting for it."""

import time
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest

from adapters.psutil_monitor import PsutilMonitor
from tests.contracts.monitor import MonitorContract


class Clock:
    """Stands still until it is told otherwise."""

    def __init__(self):
        self.time = 0.0

    def __call__(self):
        return self.time


class TestPsutilMonitor(MonitorContract):
    """The contract."""

    @pytest.fixture
    def monitor(self):
        return PsutilMonitor()


def test_it_never_waits():
    """A thousand readings take no time: none of them measures over an interval."""
    monitor = PsutilMonitor()
    start = time.monotonic()
    for _ in range(1000):
        monitor.load()

    assert time.monotonic() - start < 0.5


def test_figures_are_shared_for_half_a_second():
    """Many who ask at once get the same figures; later ones get new figures."""
    clock = Clock()
    monitor = PsutilMonitor(clock=clock)
    first = monitor.load()
    clock.time = 0.49
    soon = monitor.load()
    clock.time = 0.51
    later = monitor.load()

    assert soon is first
    assert later is not first


def test_a_busy_machine_is_busy_for_every_thread():
    """Whichever of a server's threads asks, and however new it is, it learns of the load."""
    monitor = PsutilMonitor()
    until = time.monotonic() + 0.6
    while time.monotonic() < until:  # keeps one processor busy
        pass
    with ThreadPoolExecutor(1) as new_thread:
        load = new_thread.submit(monitor.load).result()

    assert load.cpu > 50 / psutil.cpu_count()
