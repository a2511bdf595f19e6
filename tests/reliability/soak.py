"""The soak: good, bad and slow clients together, for minutes, while the service is watched."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import psutil

from tests.reliability.clients import PATIENCE, PNG, Clients
from tests.reliability.server import Server

WARM_UP = 0.25  # share of the time after which memory and files are first measured
SLOW_CLIENTS = 4

BAD_REQUESTS = [
    (400, "/api/predict", b"no picture", "image/png"),
    (400, "/api/predict", PNG[: len(PNG) // 2], "image/png"),
    (400, "/api/predict", b'{"image": ' + b"[" * 10_000, "application/json"),
    (415, "/api/predict", b"5", "text/plain"),
    (413, "/api/predict", bytes(11_000_000), "image/png"),
    (404, "/nowhere", b"", "text/plain"),
]


@dataclass(frozen=True, slots=True)
class Watched:
    """What the service's processes use, all together."""

    memory: int
    files: int


@dataclass(frozen=True, slots=True)
class Soaked:
    """
    What came of a soak.

    Attributes:
        seconds: how long it took.
        answered: good requests that were answered.
        failed: good requests that were not.
        refused: bad requests that were refused as they should be.
        misjudged: bad requests that were answered in another way.
        slow: requests of slow clients that were begun.
        early: what was used after the warm-up.
        late: what was used at the end.
    """

    seconds: float
    answered: int
    failed: int
    refused: int
    misjudged: int
    slow: int
    early: Watched
    late: Watched


def soak(folder: Path, *, seconds: float) -> Soaked:
    """Let the service run for so long among clients of all kinds."""
    server = Server(folder)
    server.start()
    others = _Others(server.port)
    try:
        with Clients(server.port) as clients, others:
            time.sleep(WARM_UP * seconds)
            early = watch(server)
            time.sleep((1 - WARM_UP) * seconds)
            late = watch(server)
    finally:
        server.stop()
        server.close()
    return Soaked(
        seconds=seconds,
        answered=clients.answers.total(),
        failed=clients.failed,
        refused=others.refused,
        misjudged=others.misjudged,
        slow=others.slow,
        early=early,
        late=late,
    )


def watch(server: Server) -> Watched:
    """Measure what all processes of the service use."""
    main = psutil.Process(server.process.pid)
    processes = [main, *main.children()]
    return Watched(
        memory=sum(process.memory_full_info().uss for process in processes),
        files=sum(process.num_fds() for process in processes),
    )


class _Others:
    """A client who sends nothing but bad requests, and some who send one byte a second."""

    def __init__(self, port: int) -> None:
        self.refused = self.misjudged = self.slow = 0
        self._port = port
        self._stopped = threading.Event()
        kinds: list[Callable[[], None]] = [self._send_bad, *[self._send_slowly] * SLOW_CLIENTS]
        self._threads = [threading.Thread(target=self._until_stopped, args=[k]) for k in kinds]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _until_stopped(self, work: Callable[[], None]) -> None:
        while not self._stopped.is_set():
            work()

    def _send_bad(self) -> None:
        for status, path, body, content_type in BAD_REQUESTS:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)
            try:
                connection.request("POST", path, body, {"Content-Type": content_type})
                with connection.getresponse() as response:
                    right = response.status == status
            except (OSError, HTTPException):
                right = False
            finally:
                connection.close()
            self.refused += right
            self.misjudged += not right
        self._stopped.wait(0.05)

    def _send_slowly(self) -> None:
        self.slow += 1
        with socket.create_connection(("127.0.0.1", self._port)) as connection:
            begun = b"POST /api/predict HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" * 2
            for number in range(len(begun)):
                if self._stopped.wait(1):
                    return
                try:
                    connection.sendall(begun[number : number + 1])
                except OSError:
                    return  # the service has had enough of it, as it may
