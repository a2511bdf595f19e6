"""Memory: what was counted in the last hour, of counts that only ever grow."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

WINDOW = 3600.0
"""Seconds that are looked back."""

_STEP = 60.0  # seconds between two memories

type Counts = dict[str, dict[str, float]]
"""By feature, how many images were in each bin."""


class Memory:
    """
    Remembers what was counted in the last hour, each minute that somebody asks.

    Args:
        folder: where the processes that serve together share it; None for one alone.
        clock: seconds, the same for all processes of the machine.
    """

    def __init__(self, folder: str | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = Path(folder, "drift.json") if folder else None
        self._clock = clock
        self._own: list[tuple[float, Counts]] = []
        self._lock = Lock()

    def since(self, counts: Counts) -> Counts:
        """Return what was added to the counts within the window, or since the start if that was later."""
        now = self._clock()
        with self._memories() as memories:
            while len(memories) > 1 and memories[1][0] <= now - WINDOW:
                del memories[0]
            if not memories or memories[-1][0] <= now - _STEP:
                memories.append((now, counts))
            then = memories[0][1] if now - memories[0][0] >= WINDOW else {}
        return {
            feature: {
                name: count - then.get(feature, {}).get(name, 0.0) for name, count in bins.items()
            }
            for feature, bins in counts.items()
        }

    @contextmanager
    def _memories(self) -> Iterator[list[tuple[float, Counts]]]:
        if self._file is None:
            with self._lock:
                yield self._own
            return
        with self._file.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            memories = _parsed(file.read())
            yield memories
            os.ftruncate(file.fileno(), 0)
            json.dump(memories, file)


def _parsed(text: str) -> list[tuple[float, Counts]]:
    try:
        return [(at, counts) for at, counts in json.loads(text)]
    except ValueError:  # not written yet, or by a process that was killed meanwhile
        return []
