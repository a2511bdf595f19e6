"""SlidingWindow: what was counted in the last hour, of counts that only ever grow."""

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

_STEP = 60.0  # seconds between two snapshots

type Counts = dict[str, dict[str, float]]
"""By feature, how many images were in each bin."""


class SlidingWindow:
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
        with self._snapshots() as snapshots:
            while len(snapshots) > 1 and snapshots[1][0] <= now - WINDOW:
                del snapshots[0]
            if not snapshots or snapshots[-1][0] <= now - _STEP:
                snapshots.append((now, counts))
            then = snapshots[0][1] if now - snapshots[0][0] >= WINDOW else {}
        return {
            feature: {
                name: count - then.get(feature, {}).get(name, 0.0) for name, count in bins.items()
            }
            for feature, bins in counts.items()
        }

    @contextmanager
    def _snapshots(self) -> Iterator[list[tuple[float, Counts]]]:
        if self._file is None:
            with self._lock:
                yield self._own
            return
        with self._file.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            snapshots = _parsed(file.read())
            yield snapshots
            os.ftruncate(file.fileno(), 0)
            json.dump(snapshots, file)


def _parsed(text: str) -> list[tuple[float, Counts]]:
    try:
        return [(at, counts) for at, counts in json.loads(text)]
    except ValueError:  # not written yet, or by a process that was killed meanwhile
        return []
