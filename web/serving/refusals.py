"""Refusals of what never reaches the application, and clients that still send while they are refused."""

import contextlib
import json
import socket
import time
from http import HTTPStatus
from typing import Any, override

from gunicorn.http.body import Body
from gunicorn.http.errors import ParseException
from gunicorn.util import write_nonblock

DRAIN_SECONDS = 5.0
_CHUNK = 65_536  # bytes
# Which language its sender reads is not known.
_NO_HTTP = (
    "Ce n'est pas une requête HTTP, ou son en-tête est trop long."
    " This is no HTTP request, or its head is too long."
)
_OURS = "Erreur inattendue. Unexpected error."


def write_refusal(sock: socket.socket, status: int, reason: str, _message: str) -> None:
    """Refuse what is no HTTP in the form of all refusals, in the place of gunicorn's `write_error`."""
    ours = status == HTTPStatus.INTERNAL_SERVER_ERROR
    code = "internal_error" if ours else "invalid_request"
    body = json.dumps({"error": _OURS if ours else _NO_HTTP, "code": code}).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    write_nonblock(sock, head.encode("latin1") + body)


class ClientBody(Body):
    """A body that is cut off, not a mistake of ours, where it breaks the rules of HTTP."""

    @override
    def read(self, size: int | None = None) -> bytes:
        try:
            data: bytes = super().read(size)
        except ParseException as exc:
            raise OSError(str(exc)) from exc
        return data


class _Ending:
    """A socket that is read until a moment, however little comes at a time."""

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self._sock = sock
        self._end = time.monotonic() + seconds

    def recv(self, size: int) -> bytes:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._sock.recv(size)


def drain(request: Any, sock: socket.socket, *, seconds: float = DRAIN_SECONDS) -> None:
    """
    Read what a refused request is still sending, for some seconds.

    A client that is cut off while it sends sees a broken connection, and never the refusal.

    Args:
        request: gunicorn's own.
        sock: that it comes from.
        seconds: how long, at most.
    """
    # To read a body, gunicorn reads the socket as often as it takes.
    request.unreader.sock = _Ending(sock, seconds)
    with contextlib.suppress(OSError):
        while request.body.read(_CHUNK):
            pass
    request.unreader.sock = sock


def with_client_body(request: Any) -> None:
    """Have the body of a request read so that a broken one is refused like any other bad request."""
    request.body = ClientBody(request.body.reader)
