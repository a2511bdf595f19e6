"""PsutilMonitor: asks the operating system with psutil."""

import time
from collections.abc import Callable
from threading import Lock
from typing import override

import psutil

from swagdigit import SystemLoad, SystemMonitor

_SHORTEST_SPAN = 0.5  # seconds; over less, the share of busy processor time is noise


class PsutilMonitor(SystemMonitor):
    """
    Tells the processors' load since it was last measured, at least half a second ago.

    Who asks sooner gets the figures of then, so that many who ask at once get the same.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._measured = self._measure()
        self._measured_at = clock()

    @override
    def load(self) -> SystemLoad:
        with self._lock:
            now = self._clock()
            if now - self._measured_at >= _SHORTEST_SPAN:
                self._measured, self._measured_at = self._measure(), now
            return self._measured

    @staticmethod
    def _measure() -> SystemLoad:
        # Without an interval psutil does not wait: it compares with its last call.
        return SystemLoad(psutil.cpu_percent(interval=None), psutil.virtual_memory().percent)
