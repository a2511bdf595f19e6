"""FairWorker: a gunicorn worker that leaves the next client to one that has fewer."""

import select
import time
from typing import Any, override

from gunicorn.workers.gthread import ThreadWorker

from web.serving import client_counts

PATIENCE, ROUND = 0.005, 0.0002
"""
How long a client is left to the others, and how often that is looked at, in seconds; who is busy gets
Python's lock every five milliseconds.
"""


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
        self._patience = PATIENCE
        self._pause_ends: float | None = None
        self._has_paused = False

    @override
    def set_accept_enabled(self, enabled: bool) -> None:
        if enabled and self._pause_ends:
            if self._others_have_fewer():
                if time.monotonic() < self._pause_ends:
                    return
                self._patience /= 2  # of a stuck worker less and less is expected
            self._has_paused = True
        self._pause_ends = None
        super().set_accept_enabled(enabled)
        if enabled:
            client_counts.tell(self.slot, self.nr_conns)
        else:
            client_counts.leave(self.slot)

    @override
    def accept(self, listener: Any) -> None:
        if not self._others_have_fewer():
            self._patience = PATIENCE
        elif not self._has_paused:
            self._pause()
            return
        super().accept(listener)
        client_counts.tell(self.slot, self.nr_conns)

    @override
    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        if self.alive:
            client_counts.tell(self.slot, self.nr_conns)
        if self._pause_ends:
            # The poller itself counts in milliseconds.
            select.select([self.poller], [], [], ROUND)
            super().wait_for_and_dispatch_events(0)
        else:
            super().wait_for_and_dispatch_events(timeout)
            self._has_paused = False

    def _pause(self) -> None:
        if not self._pause_ends:  # there may be several listeners
            super().set_accept_enabled(False)
            self._pause_ends = time.monotonic() + self._patience

    def _others_have_fewer(self) -> bool:
        return bool(client_counts.fewest() < self.nr_conns)
