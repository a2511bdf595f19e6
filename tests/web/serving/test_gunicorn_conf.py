"""Whether the application is served as deploy/gunicorn.conf.py says."""

import json
import os
import platform
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.programs import wait_until

CHECKOUT = Path(__file__).parents[3]
CONFIGURATION = CHECKOUT / "deploy" / "gunicorn.conf.py"
LARGE = b"A" * 50_000_000
STOPPED_AT_ONCE = f"""
import os, runpy, signal

globals().update(runpy.run_path({str(CONFIGURATION)!r}))
as_configured = post_fork


def post_fork(server, worker):
    as_configured(server, worker)
    if worker.age == 1:
        os.kill(os.getpid(), signal.SIGTERM)
"""


def _has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as listener:
            listener.bind(("::1", 0))
    except OSError:
        return False
    return True


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The host and port of a real gunicorn."""
    with _gunicorn(tmp_path_factory.mktemp("gunicorn"), CONFIGURATION) as (process, log):
        yield _address(process, log)


@contextmanager
def _gunicorn(folder, configuration, bind="127.0.0.1:0"):
    """Start one worker; yield the main process and where it logs."""
    log = folder / "log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", configuration],
            cwd=CHECKOUT,
            env=os.environ
            | {
                "GUNICORN_CMD_ARGS": f"--bind {bind} --workers 1",
                "SWAGDIGIT_ARCHIVE": str(folder / "images"),
            },
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process, log
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


@pytest.mark.slow
@pytest.mark.skipif(not _has_ipv6(), reason="needs IPv6")
def test_one_address_is_for_ipv4_and_ipv6(tmp_path):
    """As README.md says; who calls from the machine itself is known by both."""
    with _gunicorn(tmp_path, CONFIGURATION, bind="[::]:0") as (process, log):
        port = int(_address(process, log).rpartition(":")[2])
        for host in ("127.0.0.1", "::1"):
            with closing(HTTPConnection(host, port)) as connection:
                connection.request("GET", "/api/images")
                assert connection.getresponse().status == 200


@pytest.mark.slow
def test_a_worker_that_is_to_stop_while_it_starts_stops(tmp_path):
    """Before it listens to signals, too: it would serve on until it is killed, in the middle of answers."""
    configuration = tmp_path / "gunicorn.conf.py"
    configuration.write_text(STOPPED_AT_ONCE)
    deadline = time.monotonic() + 60
    with _gunicorn(tmp_path, configuration) as (_, log):
        while log.read_text().count("Booting worker") < 2:
            assert time.monotonic() < deadline, log.read_text()


@pytest.mark.slow
def test_each_line_is_json_after_a_reload_too(tmp_path, monkeypatch):
    """Gunicorn sets up its own log anew then, as text."""
    monkeypatch.setenv("SWAGDIGIT_LOG_FORMAT", "json")
    with _gunicorn(tmp_path, CONFIGURATION) as (process, log):
        for booted in (1, 2):
            wait_until(lambda booted=booted: log.read_text().count("Booting worker") == booted)
            process.send_signal(signal.SIGHUP)
    lines = [json.loads(line) for line in log.read_text().splitlines()]

    assert any(line["message"] == "Shutting down: Master" for line in lines)


@pytest.mark.parametrize(("environment", "workers"), [({}, 2), ({"WEB_CONCURRENCY": "1"}, 1)])
def test_one_processor_has_two_workers(environment, workers):
    """While one is replaced the other answers; who wants one alone may have it."""
    program = f"import runpy; print(runpy.run_path({str(CONFIGURATION)!r})['workers'])"
    kept = {name: value for name, value in os.environ.items() if name != "WEB_CONCURRENCY"}
    told = subprocess.check_output(
        ["taskset", "--cpu-list", "0", sys.executable, "-c", program],
        env=kept | environment,
        text=True,
    )

    assert int(told) == workers


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"WEB_CONCURRENCY": "0"}, "swagdigit: WEB_CONCURRENCY is no number"),
        ({"PORT": "99999"}, "swagdigit: PORT is no number of a port"),
        ({"PORT": "-1"}, "swagdigit: PORT is no number of a port"),
        ({"PORT": ""}, "swagdigit: PORT is no number of a port"),
    ],
)
def test_what_can_not_be_served_is_told_at_start(environment, sentence):
    """Without a process it would listen and answer nobody; a port that can not be would be a traceback."""
    program = [sys.executable, "-m", "gunicorn", "--config", CONFIGURATION, "--check-config"]
    told = subprocess.run(
        program,
        env=os.environ | environment,
        cwd=CHECKOUT,
        check=False,
        capture_output=True,
        text=True,
    )

    assert told.returncode == 1
    assert told.stderr.splitlines()[-1].startswith(sentence)


RELOADED = """
import runpy
from types import SimpleNamespace

app = SimpleNamespace(wsgi=lambda: SimpleNamespace(extensions={}))
server = SimpleNamespace(cfg=SimpleNamespace(preload_app=True), app=app)
runpy.run_path("deploy/gunicorn.conf.py")["on_reload"](server)
"""


def test_an_application_without_a_model_is_reloaded():
    """A SIGHUP has nothing to take up there, and ends no server."""
    subprocess.run([sys.executable, "-c", RELOADED], cwd=CHECKOUT, check=True)


HEAPS = """
import ctypes, runpy, sys
from threading import Barrier, Thread

if sys.argv[1] == "as configured":
    runpy.run_path("deploy/gunicorn.conf.py")

together = Barrier(8)


def allocate():
    together.wait()  # or one thread would have the heap of another that has ended
    kept = [bytes(1000) for _ in range(1000)]
    together.wait()


threads = [Thread(target=allocate) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w")))
libc.fflush(None)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc alone")
@pytest.mark.parametrize(("how", "few"), [("as configured", True), ("as it is", False)])
def test_threads_share_two_heaps(how, few):
    """However many threads there are; each would have one of its own."""
    program = [sys.executable, "-c", HEAPS, how]
    told = subprocess.run(program, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout

    assert (told.count("<heap nr=") <= 2) == few


FAULTS = """
import resource, runpy

runpy.run_path("deploy/gunicorn.conf.py")


def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


for drawing in range(200):
    if drawing == 100:
        before = faults()
    pixels = bytearray(280 * 280 * 4)
    del pixels
print(faults() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="of glibc alone")
def test_a_drawing_takes_the_memory_of_the_last_one():
    """The system would take its pages back in between, and clear and map 77 of them for each."""
    program = [sys.executable, "-c", FAULTS]
    told = subprocess.run(program, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout

    assert int(told) < 100
