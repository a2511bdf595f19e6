"""PsutilMonitor: asks the operating system with psutil."""

import time
from collections.abc import Callable
from threading import Lock
from typing import override

import psutil

from swagdigit import SystemLoad, SystemMonitor

_SHORTEST_SPAN = 0.5  # seconds; over less, the share of busy processor time is noise


def _processor_times() -> tuple[float, float]:
    """Return the seconds since the machine's start: of all processors, and of the idle ones."""
    times = psutil.cpu_times()
    # Linux counts the time of guests a second time, as that of the programs that run them.
    guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)
    return sum(times) - guests, times.idle + getattr(times, "iowait", 0.0)


class PsutilMonitor(SystemMonitor):
    """
    Tells the processors' load since it was last measured, at least half a second ago.

    Who asks sooner gets the figures of then, so that many who ask at once get the same. The first
    figures are those since the machine's start.
    """

    # psutil.cpu_percent() would compare with the last call of the same thread. A server's threads
    # come and go: to each new one it says 0.

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._times = (0.0, 0.0)
        self._measured = self._measure()
        self._measured_at = clock()

    @override
    def load(self) -> SystemLoad:
        with self._lock:
            now = self._clock()
            if now - self._measured_at >= _SHORTEST_SPAN:
                self._measured, self._measured_at = self._measure(), now
            return self._measured

    def _measure(self) -> SystemLoad:
        before, self._times = self._times, _processor_times()
        total, idle = (now - then for now, then in zip(self._times, before, strict=True))
        busy = (total - idle) / total if total > 0 else 0.0
        # The kernel's times are not of one moment: a little more than all was idle, or less than
        # nothing. Of two zeros, max takes the first: the other may be -0.0, which shows as "-0%".
        cpu = min(max(0.0, round(100 * busy, 1)), 100.0)
        return SystemLoad(cpu, psutil.virtual_memory().percent)
