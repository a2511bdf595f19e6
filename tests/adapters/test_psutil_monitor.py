"""PsutilMonitor tells the machine's load without waiting for it."""

import time

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
