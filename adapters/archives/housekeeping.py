"""Housekeeping: a chore that is done now and then, beside what is asked for."""

import logging
import math
import os
import time
from collections.abc import Callable
from threading import Thread

_log = logging.getLogger(__name__)


class Housekeeping:
    """
    Does a chore when it is first woken in a process, and again at most once in an interval.

    A chore that takes long, as there is much to do, is done less often.

    The chore must be harmless when two do it at once: each process has its own housekeeping.
    """

    INTERVAL = 60.0  # seconds
    REST = 50  # times as long as the chore took, at least

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
            try:
                Thread(target=self._do, name="housekeeping", daemon=True).start()
            except RuntimeError as error:  # the system has no room for one more
                _log.warning("there is no housekeeping for now: %s", error)
                self._due = {os.getpid(): self._clock() + self.INTERVAL}

    def _do(self) -> None:
        begun = self._clock()
        try:
            self._chore()
        finally:
            ended = self._clock()
            rest = max(self.INTERVAL, self.REST * (ended - begun))
            self._due = {os.getpid(): ended + rest}
