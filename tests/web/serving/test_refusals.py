"""Whoever still sends while it is refused is heard out, for a while."""

import socket
import time
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from gunicorn.http.body import Body, ChunkedReader, LengthReader
from gunicorn.http.unreader import SocketUnreader

from web.serving.refusals import drain

PATIENCE = 10  # seconds

BODIES = {
    "of known length": lambda unreader: LengthReader(unreader, 1000),
    "in chunks": lambda unreader: ChunkedReader(None, unreader),
}


@pytest.fixture
def ends():
    """The two ends of a connection: the client's and the server's."""
    client, server = socket.socketpair()
    with client, server:
        yield client, server


def request_from(sock, kind):
    """Return what gunicorn makes of a request whose body is still to come."""
    unreader = SocketUnreader(sock)
    return SimpleNamespace(unreader=unreader, body=Body(BODIES[kind](unreader)))


@pytest.mark.parametrize("kind", BODIES)
def test_who_drips_is_not_heard_for_long(ends, kind):
    """However often a byte comes, the time is over once."""
    client, server = ends
    over = Event()
    client.sendall(b"3e8\r\n" if kind == "in chunks" else b"-")

    def drip():
        while not over.wait(0.05):
            client.sendall(b"-")

    dripping = Thread(target=drip)
    dripping.start()
    begun = time.monotonic()
    drain(request_from(server, kind), server, seconds=0.3)
    taken = time.monotonic() - begun
    over.set()
    dripping.join(PATIENCE)

    assert 0.2 < taken < 2  # all of the body would take 50 seconds


@pytest.mark.parametrize("kind", BODIES)
def test_who_has_sent_all_is_not_waited_for(ends, kind):
    """The body is read to its end, and what follows is left for the next request."""
    client, server = ends
    body = b"3e8\r\n%b\r\n0\r\n\r\n" if kind == "in chunks" else b"%b"
    client.sendall(body % (b"-" * 1000))
    request = request_from(server, kind)
    drain(request, server, seconds=PATIENCE)

    assert request.body.read(1) == b""
    assert request.unreader.sock is server
