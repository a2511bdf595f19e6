"""SlidingWindow: what was counted in the last hour, of counts that only ever grow."""

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
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

    It begins when it is made, before anything is counted. What was counted while nobody asked for more
    than an hour is not told, as nobody knows when: it begins anew.

    Args:
        folder: where the processes that serve together share it; None for one alone.
        clock: seconds, the same for all processes of the machine.
    """

    def __init__(self, folder: str | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = Path(folder, "drift.json") if folder else None
        self._clock = clock
        self._own: list[tuple[float, Counts]] = [(clock(), {})]
        self._lock = Lock()
        if self._file:
            self._begin(self._file)

    def since(self, counts: Counts) -> Counts:
        """Return what was added to the counts in the last hour, as far as it is known; to a minute."""
        now = self._clock()
        with self._snapshots() as snapshots:
            while snapshots and snapshots[0][0] <= now - WINDOW - _STEP:
                del snapshots[0]
            if not snapshots or snapshots[-1][0] <= now - _STEP:
                snapshots.append((now, counts))
            then = snapshots[0][1]
        return {
            feature: {
                name: count - then.get(feature, {}).get(name, 0.0) for name, count in bins.items()
            }
            for feature, bins in counts.items()
        }

    def _begin(self, path: Path) -> None:
        """Write down when counting began, unless another process has: a worker may come later."""
        with suppress(FileExistsError), path.open("x") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            json.dump(self._own, file)

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
