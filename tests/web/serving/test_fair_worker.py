"""Whether clients who come at once are shared between the workers."""

import socket
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from urllib.parse import urlsplit

import psutil
import pytest
from gunicorn.workers.gthread import ThreadWorker

from tests.e2e.service import CHECKOUT, running_service
from tests.fakes.clock import Clock
from tests.programs import wait_until
from web.serving import client_counts, fair_worker
from web.serving.fair_worker import FairWorker

WORKERS, CLIENTS, BURSTS = 3, 9, 5
LONGEST = 60  # seconds
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"


def workers_of(service):
    return psutil.Process(service.process.pid).children()


def clients_of(service):
    """Return how many clients each worker has."""
    return [
        sum(
            connection.laddr.port == urlsplit(service.url).port
            and connection.status == psutil.CONN_ESTABLISHED
            for connection in worker.net_connections()
        )
        for worker in workers_of(service)
    ]


@contextmanager
def connected(service):
    """Give a function by which clients come at once, and stay; it returns once all are answered."""
    address = urlsplit(service.url)
    with ExitStack() as connections:

        def come(clients=CLIENTS):
            sockets = [connections.enter_context(socket.socket()) for _ in range(clients)]
            for client in sockets:
                client.settimeout(0)
                client.connect_ex((address.hostname, address.port))
            for client in sockets:
                client.settimeout(LONGEST)
                client.sendall(REQUEST)
            for client in sockets:
                assert client.recv(1000).startswith(b"HTTP/1.1 200")

        yield come


def all_take_part(service, come):
    """Have clients come one by one until each worker has one."""

    def each_has_one():
        come(1)
        counts = clients_of(service)
        return len(counts) == WORKERS and all(counts)

    wait_until(each_has_one)


@pytest.mark.slow
def test_clients_who_come_at_once_are_shared(tmp_path):
    """Workers with all patience are asked, so that what else runs here changes nothing."""
    app = "tests.web.serving.patient_workers:app"
    # Who reuses a connection for long keeps its worker: here none is closed meanwhile.
    stay = {"GUNICORN_CMD_ARGS": f"--keep-alive {LONGEST}"}
    with (
        running_service(tmp_path, app=app, workers=WORKERS, **stay) as service,
        connected(service) as come,
    ):
        all_take_part(service, come)
        for _ in range(BURSTS):
            come()
            counts = clients_of(service)
            assert max(counts) - min(counts) <= 1


@pytest.mark.slow
def test_a_worker_that_is_stuck_gets_none(tmp_path):
    """It has fewer clients than the others, and keeps nobody waiting."""
    with (
        running_service(tmp_path, workers=WORKERS) as service,
        connected(service) as come,
    ):
        all_take_part(service, come)
        before = clients_of(service)
        slot = before.index(min(before))
        stuck = workers_of(service)[slot]
        stuck.suspend()
        try:
            come()
            counts = clients_of(service)
        finally:
            stuck.resume()

    assert counts[slot] == before[slot]
    assert sum(counts) == sum(before) + CLIENTS


class Simulated(FairWorker):
    """A worker with one client, whom another client wants to reach in each round."""

    alive, nr_conns, poller = True, 1, None
    accepted = 0


@pytest.fixture
def simulated(monkeypatch):
    """Such a worker, and a clock that goes on while it pauses."""
    clock = Clock()

    def pause(*_):
        clock.now += fair_worker.ROUND

    def listen(worker, enabled):
        worker.listening = enabled

    def accept(worker, _listener):
        worker.accepted += 1

    def dispatch(worker, _timeout):
        if worker.listening:
            worker.accept("listener")

    monkeypatch.setattr(fair_worker, "time", SimpleNamespace(monotonic=clock))
    monkeypatch.setattr(fair_worker, "select", SimpleNamespace(select=pause))
    monkeypatch.setattr(ThreadWorker, "__init__", lambda _: None)
    monkeypatch.setattr(ThreadWorker, "set_accept_enabled", listen)
    monkeypatch.setattr(ThreadWorker, "accept", accept)
    monkeypatch.setattr(ThreadWorker, "wait_for_and_dispatch_events", dispatch)
    return Simulated(), clock


def test_of_one_who_is_stuck_less_and_less_is_expected(simulated, monkeypatch):
    """However many clients come, they wait for it about as long as a few of them would."""
    worker, clock = simulated
    monkeypatch.setattr(client_counts, "fewest", lambda: 0)
    while worker.accepted < 300:
        worker.set_accept_enabled(True)
        worker.wait_for_and_dispatch_events(1.0)

    assert fair_worker.PATIENCE < clock.now < 300 * fair_worker.PATIENCE / 10


ENDED = """
import runpy
from types import SimpleNamespace
from web.serving import client_counts

configuration = runpy.run_path("deploy/gunicorn.conf.py")
client_counts.tell(7, 0)
before = client_counts.fewest()
configuration["child_exit"](None, SimpleNamespace(slot=7))
print(before, client_counts.fewest() > before)
"""


def test_who_has_ended_is_not_waited_for():
    """However it ended: its number of clients goes with it."""
    command = [sys.executable, "-c", ENDED]  # what is configured holds for the whole process
    assert subprocess.check_output(command, cwd=CHECKOUT, text=True) == "0 True\n"
