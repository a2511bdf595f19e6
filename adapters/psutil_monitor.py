"""PsutilMonitor: asks the operating system with psutil."""

import time
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple, override

import psutil

from swagdigit import SystemLoad, SystemMonitor

_SHORTEST_SPAN = 0.5  # seconds; over less, the share of busy processor time is noise


class _ProcessorTime(NamedTuple):
    """Seconds of all processors since the machine started."""

    idle: float
    total: float

    @classmethod
    def now(cls) -> "_ProcessorTime":
        times = psutil.cpu_times()
        guests = getattr(times, "guest", 0.0) + getattr(times, "guest_nice", 0.0)  # in user too
        return cls(times.idle + getattr(times, "iowait", 0.0), sum(times) - guests)

    def busy_since(self, before: "_ProcessorTime") -> float:
        """Return the share that was in use, in percent."""
        span = self.total - before.total
        idle = self.idle - before.idle
        return min(max(100 * (1 - idle / span), 0.0), 100.0) if span > 0 else 0.0


class PsutilMonitor(SystemMonitor):
    """
    Tells the processors' load since it was last measured, at least half a second ago.

    Who asks sooner gets the figures of then, so that many who ask at once get the same.
    `psutil.cpu_percent` would do, but remembers for each thread apart when it was last asked,
    and tells a new thread 0: with a server's threads that is most of the time.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._times = _ProcessorTime(0.0, 0.0)
        self._measure(clock())

    @override
    def load(self) -> SystemLoad:
        with self._lock:
            now = self._clock()
            if now - self._measured_at >= _SHORTEST_SPAN:
                self._measure(now)
            return self._load

    def _measure(self, now: float) -> None:
        """Measure since the last time; the first time, since the machine started."""
        times = _ProcessorTime.now()
        self._load = SystemLoad(times.busy_since(self._times), psutil.virtual_memory().percent)
        self._times, self._measured_at = times, now
