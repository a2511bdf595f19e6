"""DeadlineWorker: a gunicorn worker whose threads no slow client can keep, whether it sends or reads."""

import math
import selectors
import socket
import time
from contextlib import suppress
from functools import partial
from typing import Any, override

from gunicorn.workers.gthread import DEFAULT_WORKER_DATA_TIMEOUT

from web.serving.fair_worker import FairWorker


class DeadlineWorker(FairWorker):
    """
    Gives each client `timeout` seconds to send a whole request, and to take any part of its answer.

    Gunicorn's own threads wait five seconds for a client to begin, as browsers and load balancers
    connect in advance, and for ever for one who has begun: as many as there are threads would stop
    the service for all others.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self._deadlines: dict[Any, float] = {}

    @override
    def init_process(self) -> None:
        for listener in self.sockets:
            # What is accepted has it from the listener; neither a local socket nor macOS knows it.
            is_of_tcp = listener.sock.family in {socket.AF_INET, socket.AF_INET6}
            if is_of_tcp and hasattr(socket, "TCP_USER_TIMEOUT"):
                milliseconds = 1000 * self.cfg.timeout
                listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
        super().init_process()

    @override
    def run(self) -> None:
        super().run()
        # Who has not sent or read in the time for a worker to end would keep its threads, and it.
        for conn in list(self._deadlines):
            with suppress(OSError):  # it is closed already
                conn.sock.shutdown(socket.SHUT_RDWR)

    @override
    def enqueue_req(self, conn: Any) -> None:
        if conn.initialized or conn.data_ready:
            super().enqueue_req(conn)
            return
        conn.sock.settimeout(0)
        conn.timeout = time.monotonic() + DEFAULT_WORKER_DATA_TIMEOUT
        self.pending_conns.append(conn)
        begin = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, begin)

    @override
    def handle(self, conn: Any) -> Any:
        # As for gunicorn itself, a timeout of 0 is none.
        self._deadlines[conn] = time.monotonic() + (self.cfg.timeout or math.inf)
        try:
            goes_on = super().handle(conn)
            # Of who is too late, what is read next may be the rest of a body, which is no request.
            return time.monotonic() < self._deadlines[conn] and goes_on
        finally:
            del self._deadlines[conn]

    @override
    def murder_keepalived(self, force: bool = False) -> None:
        """Close what has been silent for too long; the worker does so every second."""
        super().murder_keepalived(force)
        now = time.monotonic()
        for conn, deadline in list(self._deadlines.items()):
            if deadline < now:
                if request := getattr(conn.parser, "mesg", None):
                    request.force_close()  # and its answer says so
                with suppress(OSError):  # it is closed already
                    # Its thread reads the end of what was sent, and may still answer.
                    conn.sock.shutdown(socket.SHUT_RD)
