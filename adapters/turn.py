"""
Turn: what is held by whoever calculates, so that one thread does at a time.

A small image takes a hundred calls of numpy and the like. Threads that take Python's lock from
each other between them get less done than one after the other, and all of them late: on two
processors, half as much. So whatever calculates for a millisecond waits for its turn; what waits
for a disk or a network, or is busy for long outside of Python's lock, does not.
"""

from collections import deque
from contextlib import AbstractContextManager, nullcontext
from threading import Lock
from typing import Self

type Turn = AbstractContextManager[object]
"""A lock, the same one for all that calculates in a process."""

NO_TURN: Turn = nullcontext()
"""For a program of one thread."""


class FairLock(AbstractContextManager["FairLock"]):
    """
    A lock that goes to whoever has waited longest.

    Python's own goes to whoever is quickest, mostly the thread that has just let go of it: on a busy
    service, the slowest of a hundred requests then takes twice as long.
    """

    def __init__(self) -> None:
        self._state = Lock()  # held for a moment, while the two below change
        self._held = False
        self._waiting: deque[Lock] = deque()

    def __enter__(self) -> Self:
        with self._state:
            if not self._held:
                self._held = True
                return self
            called = Lock()
            called.acquire()
            self._waiting.append(called)
        called.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        with self._state:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False

    @property
    def waiting(self) -> int:
        """How many threads wait for it now."""
        return len(self._waiting)
