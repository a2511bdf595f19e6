"""Whether the application is served as deploy/gunicorn.conf.py says."""

import json
import os
import re
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
LARGE = b"A" * 50_000_000


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The host and port of a real gunicorn."""
    folder = tmp_path_factory.mktemp("gunicorn")
    log = folder / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"],
            cwd=CHECKOUT,
            env=os.environ
            | {
                "GUNICORN_CMD_ARGS": "--bind 127.0.0.1:0 --workers 1",
                "SWAGDIGIT_ARCHIVE": str(folder / "images"),
            },
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            yield _address(process, log)
        finally:
            process.terminate()
            process.wait(timeout=30)


def _address(process, log):
    while process.poll() is None:
        if told := re.search(r"Listening at: http://(\S+)", log.read_text()):
            return told[1]
    pytest.fail(log.read_text())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content_type", "status"), [("application/json", 413), ("text/plain", 415)]
)
def test_a_refused_client_is_heard_out(server, content_type, status):
    """A client that sends all of a large body before it listens still gets the refusal."""
    headers = {"Content-Type": content_type, "Connection": "close"}
    with closing(HTTPConnection(server)) as connection:
        connection.request("POST", "/api/predict", LARGE, headers)
        with connection.getresponse() as response:
            refusal = json.load(response)

    assert response.status == status
    assert refusal.keys() == {"error", "code"}


@pytest.mark.slow
def test_a_body_that_breaks_http_is_a_bad_request(server):
    """A chunk of a length that is no number is the client's mistake, and refused as such."""
    with closing(HTTPConnection(server)) as connection:
        connection.putrequest("POST", "/api/predict")
        connection.putheader("Content-Type", "application/json")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders(b"many\r\n{}\r\n0\r\n\r\n")
        with connection.getresponse() as response:
            refusal = json.load(response)

    assert response.status == 400
    assert refusal["code"] == "invalid_request"


@pytest.mark.slow
def test_the_server_does_not_say_what_it_is(server):
    """The banner names neither the server nor its version."""
    with closing(HTTPConnection(server)) as connection:
        connection.request("GET", "/healthz")
        with connection.getresponse() as response:
            banner = response.headers["Server"]

    assert banner == "swagdigit"
