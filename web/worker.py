"""HastyWorker: a gunicorn worker whose threads no slow client can keep."""

import math
import socket
import time
from contextlib import suppress
from typing import Any, override

from gunicorn.workers.gthread import ThreadWorker


class HastyWorker(ThreadWorker):
    """
    Gives each client `timeout` seconds to send a whole request.

    Gunicorn's own threads wait for ever for a client who has begun: as many as there are threads
    would stop the service for all others.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._deadlines: dict[Any, float] = {}

    @override
    def handle(self, conn: Any) -> Any:
        # As for gunicorn itself, a timeout of 0 is none.
        self._deadlines[conn] = time.monotonic() + (self.cfg.timeout or math.inf)
        try:
            return super().handle(conn)
        finally:
            del self._deadlines[conn]

    @override
    def murder_keepalived(self, force: bool = False) -> None:
        """Close what has been silent for too long; the worker does so every second."""
        super().murder_keepalived(force)
        now = time.monotonic()
        for conn, deadline in list(self._deadlines.items()):
            if deadline < now:
                with suppress(OSError):  # it is closed already
                    # Its thread reads the end of what was sent, and may still answer.
                    conn.sock.shutdown(socket.SHUT_RD)
