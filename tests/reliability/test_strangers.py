"""Over a socket: who is slow, sends too much, or does not speak HTTP, and what it is told."""

import json
import re
import select
import socket
import time
from contextlib import ExitStack, closing, suppress
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest
import requests

from tests.e2e.service import running_service

TIMEOUT = 2  # seconds in which a request has to be there
CROWD = 10  # more than there are threads
PATIENCE = 20  # seconds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A service of one process with eight threads, that waits for no one for long."""
    folder = tmp_path_factory.mktemp("service")
    with running_service(folder, GUNICORN_CMD_ARGS=f"--timeout {TIMEOUT}") as running:
        yield running


@pytest.fixture
def connect(service):
    """Connects to the service until the test ends, with `room` for so many bytes of an answer."""
    address = urlsplit(service.url)
    with ExitStack() as stack:

        def connected(*, room: int = 0) -> socket.socket:
            connection = stack.enter_context(socket.socket())
            if room:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
            connection.settimeout(PATIENCE)
            connection.connect((address.hostname, address.port))
            return connection

        yield connected


def answer_on(connection):
    """Return the status, the headers and the body of what is answered."""
    with closing(HTTPResponse(connection)) as response:
        response.begin()
        return response.status, response.headers, response.read()


HEAD = b"POST /api/predict HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n"


def test_who_stops_in_the_middle_keeps_no_worker(tmp_path):
    """One that is to be replaced ends when its time is over, not when the stranger's is."""
    limits = "--max-requests 3 --max-requests-jitter 0 --graceful-timeout 1 --timeout 60"
    with running_service(tmp_path, GUNICORN_CMD_ARGS=limits) as service:
        address = urlsplit(service.url)
        with socket.create_connection((address.hostname, address.port)) as stranger:
            stranger.sendall(HEAD + b"Content-Length: 1000\r\n\r\n\x89PNG")
            for _ in range(6):
                answer = requests.get(f"{service.url}healthz", timeout=PATIENCE)
                assert answer.status_code == 200


@pytest.mark.parametrize(
    "begun",
    [HEAD, HEAD + b"Content-Length: 1000\r\n\r\n\x89PNG"],
    ids=["head", "body"],
)
def test_who_stops_in_the_middle_stops_nobody_else(service, connect, begun):
    """A crowd begins a request each, and never ends it: the next client is answered soon."""
    for _ in range(CROWD):
        connect().sendall(begun)

    assert requests.get(f"{service.url}healthz", timeout=PATIENCE).status_code == 200


LARGE = b"GET /api/docs/swagger-ui/js/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n"


def test_who_connects_in_advance_stops_nobody_else(service, connect):
    """A client that has said nothing yet has no thread, and is answered when it does."""
    early = [connect() for _ in range(8 * CROWD)]
    begun = time.monotonic()
    assert requests.get(f"{service.url}healthz", timeout=PATIENCE).status_code == 200
    assert time.monotonic() - begun < TIMEOUT

    early[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    assert answer_on(early[-1])[0] == 200


def test_who_does_not_read_stops_nobody_else(service, connect):
    """A crowd asks for more than fits between it and the service, and takes none of it."""
    for _ in range(CROWD):
        connect(room=2048).sendall(6 * LARGE)

    end = time.monotonic() + 3 * TIMEOUT
    while time.monotonic() < end:  # until every thread has had more to send than there is room for
        assert requests.get(f"{service.url}healthz", timeout=PATIENCE).status_code == 200


def test_who_is_cut_off_in_a_body_is_told(connect):
    """A body that does not come in time is refused like one that is cut off."""
    connection = connect()
    connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\n\x89PNG")
    status, _, body = answer_on(connection)

    assert (status, json.loads(body)["code"]) == (400, "invalid_request")


def test_the_rest_of_a_body_is_no_request(connect):
    """Who is cut off while sending is told once, and that the connection ends with it."""
    connection = connect()
    connection.sendall(HEAD + b"Content-Length: 100000\r\n\r\n")
    while not select.select([connection], [], [], 0.01)[0]:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
    status, headers, _ = answer_on(connection)

    assert status == 400
    assert headers["Connection"] == "close"
    with suppress(ConnectionResetError):  # of what was sent meanwhile, nothing is read
        assert connection.recv(1) == b""


def lines(*more: bytes) -> bytes:
    """Return a request with more lines in its head."""
    return b"\r\n".join([b"GET /healthz HTTP/1.1", b"Host: a", *more, b"", b""])


NO_HTTP = {
    "no HTTP": (b"Hello!\r\n\r\n", 400),
    "an old language": (b"GET /\r\n\r\n", 400),
    "a new language": (b"GET / HTTP/9.9\r\n\r\n", 400),
    "an impossible method": (b"<G> / HTTP/1.1\r\n\r\n", 400),
    "a long address": (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n\r\n", 414),
    "too many headers": (lines(*(b"X-%d: 1" % number for number in range(200))), 431),
    "a long header": (lines(b"X: " + b"a" * 20_000), 431),
    "a header without a name": (lines(b": 1"), 400),
    "a name with a space": (lines(b"X : 1"), 400),
    "a line of its own": (lines(b"X: 1\r2"), 400),
    "two lengths": (lines(b"Content-Length: 1", b"Content-Length: 2"), 400),
    "a length that is none": (lines(b"Content-Length: many"), 400),
    "two ways to tell the length": (
        lines(b"Content-Length: 1", b"Transfer-Encoding: chunked"),
        400,
    ),
    "an unknown coding": (lines(b"Transfer-Encoding: magic"), 501),
}


@pytest.mark.parametrize(("sent", "status"), NO_HTTP.values(), ids=NO_HTTP)
def test_what_is_no_http_is_refused_in_the_one_form(service, connect, sent, status):
    """In JSON, with neither the server's name nor what was sent, and the service goes on."""
    connection = connect()
    connection.sendall(sent)
    answered, headers, body = answer_on(connection)
    refusal = json.loads(body)

    assert answered == status
    assert headers["Content-Type"] == "application/json"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "gunicorn" not in str(headers).lower()
    assert refusal.keys() == {"error", "code"}
    assert refusal["code"] == "invalid_request"
    assert requests.get(f"{service.url}healthz", timeout=PATIENCE).status_code == 200


def test_strangers_write_no_lines_into_the_log(service, connect):
    """What is no HTTP is told to the operator escaped."""
    for sent in (
        b"GET /\x1b[2J\x07 HTTP/1.1\x00\r\n\r\n",
        lines(b"X\x1b[2J: 1"),
        lines(b"X: \x1b1"),
    ):
        connection = connect()
        connection.sendall(sent)
        answer_on(connection)

    assert re.findall(r"[^\n -~À-ɏ]", service.log) == []
