"""FairWorker: a gunicorn worker that leaves the next client to one that has fewer."""

import ctypes
import mmap
import select
import time
from typing import Any, override

from gunicorn.workers.gthread import ThreadWorker

PATIENCE = 0.005
"""How long a client is left to the others, in seconds; Python's lock is passed on as often, if they are busy."""
_ROUND = 0.0002

_TAKES_NONE = 2**31 - 1
# Made before the workers are forked, so that all have the same; each writes its own number only.
_clients = (ctypes.c_int * 256).from_buffer(mmap.mmap(-1, mmap.PAGESIZE))
_clients[:] = [_TAKES_NONE] * len(_clients)


class FairWorker(ThreadWorker):
    """
    Shares the clients, each of whom keeps its connection, and with it the worker that has accepted it.

    All workers listen at the same socket. Of connections that are opened at once, as a load balancer
    does, the first worker to wake would take most, or all.
    """

    slot = 0
    """Which of the workers this is; the configuration of gunicorn counts them."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._pause_ends: float | None = None
        self._has_paused = False

    @override
    def set_accept_enabled(self, enabled: bool) -> None:
        if enabled and self._pause_ends:
            if self._others_have_fewer() and time.monotonic() < self._pause_ends:
                return
            self._has_paused = True
        self._pause_ends = None
        super().set_accept_enabled(enabled)
        self._tell_others(self.nr_conns if enabled else _TAKES_NONE)

    @override
    def accept(self, listener: Any) -> None:
        if self._has_paused or not self._others_have_fewer():
            super().accept(listener)
            self._tell_others(self.nr_conns)
        elif not self._pause_ends:
            super().set_accept_enabled(False)
            self._pause_ends = time.monotonic() + PATIENCE

    @override
    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        if self.alive:
            self._tell_others(self.nr_conns)
        if self._pause_ends:
            # The poller itself counts in milliseconds.
            select.select([self.poller], [], [], _ROUND)
            super().wait_for_and_dispatch_events(0)
        else:
            super().wait_for_and_dispatch_events(timeout)
            self._has_paused = False  # whoever was still there has been accepted

    def _others_have_fewer(self) -> bool:
        return bool(min(_clients) < self.nr_conns)

    def _tell_others(self, clients: int) -> None:
        _clients[self.slot % len(_clients)] = clients
