"""What the operator reads: one line a request, that nobody else can write to."""

import json
import logging
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.web.parts import DIGIT, BrokenMonitor, predict_json
from web.observability.logs import printable

CHECKOUT = Path(__file__).parents[3]

SERVE = """
import sys
from tests.fakes.archive import InMemoryArchive
from tests.web.parts import DIGIT, BrokenMonitor
from web.app import create_app
from web.container import Container
app = create_app(Container(archive=InMemoryArchive(), monitor=BrokenMonitor()))
client = app.test_client()
for path in sys.argv[1:]:
    client.get(path, headers={"X-Request-ID": "from-the-proxy"})
client.open(**DIGIT)
"""


def logged(log_format, *paths):
    """Return the lines that a service writes that is asked for these paths, and for a digit."""
    served = subprocess.run(
        [sys.executable, "-c", SERVE, *paths],
        cwd=CHECKOUT,
        env=os.environ | {"SWAGDIGIT_LOG_FORMAT": log_format},
        capture_output=True,
        text=True,
        check=True,
    )
    assert served.stderr == ""
    return served.stdout.splitlines()


@pytest.fixture
def log(caplog):
    """The log, its lines for requests included."""
    caplog.set_level(logging.INFO, "web.requests")
    return caplog


def test_a_request_is_one_line(client, log):
    """It says who asked for what, what was answered, how much and how fast, and by which name."""
    response = client.open(**DIGIT)

    [line] = log.records
    assert re.fullmatch(r'127\.0\.0\.1 "POST /api/predict" 200 \d+ \d+\.\d+ms', line.getMessage())
    assert (line.status, line.bytes) == (200, response.content_length)


def test_a_refusal_is_one_line_too(client, log):
    """Whatever is wrong with a request."""
    client.get("/nowhere")
    client.post("/api/predict")

    assert [line.status for line in log.records] == [404, 400]


def test_no_image_is_in_the_log(client, log):
    """Neither an image, read or not, nor what was asked for beside it is written down."""
    request = predict_json(query_string={"token": "secret"})
    statuses = [client.open(**asked).status_code for asked in (request, DIGIT)]
    written = str([vars(record) for record in log.records])

    assert statuses == [400, 200]
    assert "secret" not in written
    assert request["json"]["image"] == DIGIT["json"]["image"]
    assert request["json"]["image"] not in written


def test_the_answer_carries_the_request_s_id(client):
    """Each request has another one."""
    ids = [client.get("/healthz").headers["X-Request-ID"] for _ in range(2)]

    assert ids[0] != ids[1]
    assert all(re.fullmatch(r"[0-9a-f]{16}", request_id) for request_id in ids)


@pytest.mark.parametrize("given", ["7f3a", "00-4bf92f3577b34da6a3ce929d0e0e4736-00", "a.b_c-d"])
def test_a_given_id_is_kept(client, given):
    """Whoever passes requests on can follow them."""
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] == given


@pytest.mark.parametrize("given", ["", " ", "a b", "a" * 65, 'a"b', "é", "a\tb"])
def test_an_odd_id_is_replaced(client, given):
    """No client writes into the log what it likes."""
    answered = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]

    assert re.fullmatch(r"[0-9a-f]{16}", answered)


def test_text_is_one_line_whatever_the_path():
    """A line break in an address, or a colour of a terminal, is written as what it is."""
    lines = logged("text", "/a%0A[forged]%1B[31m", "/é")

    assert len(lines) == 3
    assert r'"GET /a\n[forged]\x1b[31m" 404' in lines[0]
    assert '"GET /é" 404' in lines[1]
    assert all("[INFO]" in line for line in lines)
    assert "[from-the-proxy]" in lines[0]


def test_json_is_one_object_a_line():
    """Programs read each fact by its name."""
    lines = [json.loads(line) for line in logged("json", "/a%0A{}")]

    assert [line["path"] for line in lines] == ["/a\n{}", "/api/predict"]
    assert lines[0].keys() >= {"time", "level", "client", "method", "status", "milliseconds"}
    assert lines[0]["request_id"] == "from-the-proxy"


def test_json_tells_the_time_wherever_the_server_stands(monkeypatch):
    """As of RFC 3339, in UTC: without a zone nobody could place a line of another machine."""
    monkeypatch.setenv("TZ", "America/New_York")
    begun = datetime.now(UTC)
    time = datetime.fromisoformat(json.loads(logged("json", "/healthz")[0])["time"])

    assert time.utcoffset() == timedelta(0)
    assert begun <= time <= datetime.now(UTC)


def test_a_mistake_is_logged_under_the_request_s_id():
    """In JSON its trace is in the same line, and the answer's id finds it."""
    mistake, request = (json.loads(line) for line in logged("json", "/api/system_info")[:2])

    assert "ZeroDivisionError" in mistake["exc_info"]
    assert mistake["request_id"] == request["request_id"] == "from-the-proxy"
    assert mistake["level"] == "ERROR"


def test_what_is_printable_stays():
    """Only what a terminal or a log reader would take for a command is escaped."""
    assert printable("chiffre écrit à la main, 日本") == "chiffre écrit à la main, 日本"
    assert printable("a\r\nb\u2028c\x00") == r"a\r\nb\u2028c\x00"


def test_the_trace_is_not_told(make_client):
    """The client gets the id to ask with, and nothing of the inside."""
    response = make_client(monitor=BrokenMonitor()).get("/api/system_info")

    assert response.headers["X-Request-ID"]
    assert "Traceback" not in response.text
