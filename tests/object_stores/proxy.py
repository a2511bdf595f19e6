"""A proxy before a server of S3, that can be told to misbehave."""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

PATIENCE = 30  # seconds


type Fault = Callable[["_Handler"], None]


class Proxy:
    """
    Passes requests on to a server, but for those that it was told to spoil.

    Attributes:
        url: its address.
        requests: how many it was sent.
    """

    def __init__(self, upstream: str) -> None:
        self.requests = 0
        self.upstream = urlsplit(upstream).netloc
        self._faults: list[Fault] = []
        self._always: Fault | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.proxy = self
        self.awake = threading.Event()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Begin to pass requests on."""
        threading.Thread(target=self._server.serve_forever, args=[0.02]).start()
        return self

    def __exit__(self, *_: object) -> None:
        """Refuse connections from now on."""
        self.awake.set()
        self._server.shutdown()
        self._server.server_close()

    def spoil(self, fault: Fault, *, times: int | None = None) -> None:
        """Spoil the next requests in this way; if it is not said how many, all of them."""
        if times is None:
            self._always = fault
        else:
            self._faults += [fault] * times

    def heal(self) -> None:
        """Pass everything on again."""
        self._always = None
        self._faults.clear()

    def next_fault(self) -> Fault:
        """Return what is to be done with a request."""
        self.requests += 1
        return self._faults.pop(0) if self._faults else self._always or pass_on


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _serve(self) -> None:
        with suppress(ConnectionError):  # a client that did not wait
            self.server.proxy.next_fault()(self)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass

    def answer(self) -> bytes:
        """Ask the server, and return its whole answer."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        upstream = HTTPConnection(self.server.proxy.upstream, timeout=PATIENCE)
        upstream.request(self.command, self.path, body, dict(self.headers.items()))
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        return _head(answer, content) + content

    def hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)


def _head(answer: HTTPResponse, content: bytes) -> bytes:
    lines = [f"HTTP/1.1 {answer.status} {answer.reason}"]
    lines += [
        f"{name}: {value}"
        for name, value in answer.getheaders()
        if name.lower() not in {"connection", "transfer-encoding", "content-length"}
    ]
    length = answer.getheader("Content-Length", str(len(content)))
    return "\r\n".join([*lines, f"Content-Length: {length}", "", ""]).encode("latin1")


def pass_on(request: _Handler) -> None:
    """Do what a good proxy does."""
    request.wfile.write(request.answer())


def unavailable(request: _Handler) -> None:
    """Answer 503, as S3 does when it is asked too often."""
    _refuse(request, "503 Slow Down", "SlowDown")


def forbidden(request: _Handler) -> None:
    """Answer 403, as S3 does when it is asked by somebody without the right."""
    _refuse(request, "403 Forbidden", "AccessDenied")


def _refuse(request: _Handler, status: str, code: str) -> None:
    request.rfile.read(int(request.headers.get("Content-Length", 0)))
    body = f"<Error><Code>{code}</Code></Error>"
    request.wfile.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())


def slow(request: _Handler) -> None:
    """Answer nothing as long as the proxy is there."""
    request.server.proxy.awake.wait(PATIENCE)
    request.hang_up()


def late(request: _Handler) -> None:
    """Answer after two seconds, as much that is sent over a thin line needs."""
    request.server.proxy.awake.wait(2)
    pass_on(request)


def cut_request(request: _Handler) -> None:
    """Hang up in the middle of what is sent."""
    request.rfile.read(int(request.headers.get("Content-Length", 0)) // 2)
    request.hang_up()


def cut_answer(request: _Handler) -> None:
    """Let the server do what it is asked for, and hang up in the middle of its answer."""
    answer = request.answer()
    request.wfile.write(answer[: len(answer) // 2])
    request.hang_up()


def lose_answer(request: _Handler) -> None:
    """Let the server do what it is asked for, and hang up without a word."""
    request.answer()
    request.hang_up()
