"""Housekeeping: a chore that is done now and then, beside what is asked for."""

import math
import os
import time
from collections.abc import Callable
from threading import Thread


class Housekeeping:
    """
    Does a chore when it is first woken in a process, and again at most once in an interval.

    The chore must be harmless when two do it at once: each process has its own housekeeping.
    """

    INTERVAL = 60.0  # seconds

    def __init__(
        self, chore: Callable[[], None], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._chore = chore
        self._clock = clock
        # By process: a server may make this before it forks, and threads do not come along.
        self._due: dict[int, float] = {}

    def wake(self) -> None:
        """Start the chore if it is due, in a thread that nobody waits for."""
        if self._clock() >= self._due.get(os.getpid(), -math.inf):
            self._due = {os.getpid(): math.inf}
            Thread(target=self._do, name="housekeeping", daemon=True).start()

    def _do(self) -> None:
        try:
            self._chore()
        finally:
            self._due = {os.getpid(): self._clock() + self.INTERVAL}
