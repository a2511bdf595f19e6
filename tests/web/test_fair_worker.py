"""Whether clients who come at once are shared between the workers."""

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import psutil
import pytest

from tests.e2e.service import PATIENCE, running_service
from tests.programs import wait_until

WORKERS, CLIENTS, BURSTS = 3, 9, 9
REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with running_service(tmp_path_factory.mktemp("fair"), workers=WORKERS) as service:
        wait_until(lambda: len(counts := burst(service)) == WORKERS and all(counts))
        yield service


def workers_of(service):
    return psutil.Process(service.process.pid).children()


def burst(service):
    """Connect, then send from each; return how many clients each worker has once all are answered."""
    address = urlsplit(service.url)
    with ExitStack() as connections:
        clients = [connections.enter_context(socket.socket()) for _ in range(CLIENTS)]
        for client in clients:
            client.settimeout(0)
            client.connect_ex((address.hostname, address.port))
        for client in clients:
            client.settimeout(PATIENCE)
            client.sendall(REQUEST)
        for client in clients:
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
        return [
            sum(
                connection.laddr.port == address.port
                and connection.status == psutil.CONN_ESTABLISHED
                for connection in worker.net_connections()
            )
            for worker in workers_of(service)
        ]


def test_clients_who_come_at_once_are_shared(service):
    """The others may be kept from it by what else runs here, but not each time."""
    shared = [max(burst(service)) <= CLIENTS / WORKERS + 1 for _ in range(BURSTS)]

    assert sum(shared) > BURSTS / 2


def test_a_worker_that_is_stuck_keeps_no_client_waiting(service):
    """It has fewer clients than the others, and takes none."""
    stuck = workers_of(service)[0]
    stuck.suspend()
    try:
        counts = burst(service)
    finally:
        stuck.resume()

    assert counts[0] == 0
    assert sum(counts) == CLIENTS
