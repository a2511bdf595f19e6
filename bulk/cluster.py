"""Clients of Dask workers: of a cluster on this machine, or of an existing one."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import resource_tracker

import dask
from dask.system import CPU_COUNT
from distributed import Client, LocalCluster
from distributed.comm.addressing import get_address_host_port, parse_address
from distributed.security import Security
from tornado.ioloop import PeriodicCallback

from bulk.errors import RunRefused
from bulk.interrupts import undisturbed

# For its own developers, Dask keeps the last thousand messages to and from each worker, which here
# have the names of half a million images, and samples the stack of each thread every 10 ms.
_WITHOUT_DIAGNOSTICS = {
    "distributed.admin.low-level-log-length": 10,
    "distributed.worker.profile.enabled": False,
}

_CONNECT_TIMEOUT = 10  # seconds
_WORKERS_TIMEOUT = 60  # seconds
_RESTART_INTERVAL = 5_000  # milliseconds


@contextmanager
def existing_workers(scheduler: str) -> Iterator[Client]:
    """
    Connect to the scheduler of a cluster, and wait until it has a worker.

    Args:
        scheduler: its address, as `tcp://host:8786`.

    Raises:
        RunRefused: it is not reached in 10 seconds, or not by such an address, or has no worker in
            60 seconds.
    """
    try:
        _check(scheduler)
        with dask.config.set(_WITHOUT_DIAGNOSTICS):
            client = Client(scheduler, timeout=_CONNECT_TIMEOUT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunRefused(f"the scheduler {scheduler} is not reached: {error}") from error
    with undisturbed(client):
        _wait_for_workers(client, scheduler)
        yield client


def _check(scheduler: str) -> None:
    """
    Check an address of which a client would not be made, but would wait 20 seconds for its own end.

    Raises:
        ValueError: it can not be the address of a scheduler, or not without certificates.
    """
    get_address_host_port(scheduler)
    protocol, _ = parse_address(scheduler)
    encrypts = Security().get_connection_args("client")["ssl_context"] is not None
    if protocol in {"tls", "wss"} and not encrypts:
        raise ValueError("Dask's configuration names no certificates (distributed.comm.tls)")


def _wait_for_workers(client: Client, scheduler: str) -> None:
    try:
        client.wait_for_workers(1, timeout=_WORKERS_TIMEOUT)
    except TimeoutError as error:
        raise RunRefused(f"the scheduler {scheduler} has no workers") from error


@contextmanager
def local_workers(count: int | None) -> Iterator[Client]:
    """
    Start worker processes of one thread each, and end them with the context.

    Args:
        count: how many; None for as many as there are processors.
    """
    # Who starts the first process starts its tracker too, which lets the thread hear Ctrl-C again.
    resource_tracker.ensure_running()
    with undisturbed(_started_workers(count or CPU_COUNT)) as client:
        yield client


@contextmanager
def _started_workers(count: int) -> Iterator[Client]:
    # A task that crashes a second worker has failed: to try a third one would crash it too. The
    # scheduler always serves HTTP: here to this machine only, on a free port.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1} | _WITHOUT_DIAGNOSTICS),
        LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        # A worker that ends is restarted by its nanny process; but if it ends while it starts, its
        # nanny ends too: then the cluster has to start both again.
        restart = PeriodicCallback(partial(cluster.scale, count), _RESTART_INTERVAL)
        cluster.loop.add_callback(restart.start)
        try:
            yield client
        finally:
            cluster.loop.add_callback(restart.stop)
