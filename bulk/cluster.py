"""The workers: processes of this machine, or an existing Dask cluster's."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import dask
from dask.system import CPU_COUNT
from distributed import Client, LocalCluster
from tornado.ioloop import PeriodicCallback

from bulk.errors import RunInterrupted

# Dask keeps the last thousand messages to and from each worker, for those who work on Dask itself:
# here with the names of half a million images. It also looks every 10 ms at what each thread does.
_FRUGAL = {
    "distributed.admin.low-level-log-length": 10,
    "distributed.worker.profile.enabled": False,
}

_REVIVAL = 5_000  # milliseconds
_CONNECTION = 10  # seconds until a scheduler has to answer
_START = 60  # seconds until it has to have a worker


@contextmanager
def existing_workers(scheduler: str) -> Iterator[Client]:
    """
    Connect to the scheduler of a cluster that has workers.

    Raises:
        RunInterrupted: it is not reached, or it has none.
    """
    try:
        with dask.config.set(_FRUGAL):
            client = Client(scheduler, timeout=_CONNECTION, set_as_default=False)
    except (OSError, ValueError) as error:
        raise RunInterrupted(f"the scheduler {scheduler} is not reached: {error}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=_START)
        except TimeoutError as error:
            raise RunInterrupted(f"the scheduler {scheduler} has no workers") from error
        yield client


@contextmanager
def local_workers(count: int | None) -> Iterator[Client]:
    """Start so many processes of one thread each, as many as there are processors if not said."""
    count = count or CPU_COUNT
    # What ends two workers would end a third: its images are better looked for at once. A scheduler
    # serves HTTP in any case: here to this machine only, and on a free port.
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1} | _FRUGAL),
        LocalCluster(
            n_workers=count,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster, set_as_default=False) as client,
    ):
        # A worker that ends is started again by its nanny; but one that ends while it is started
        # takes its nanny with it.
        revival = PeriodicCallback(partial(cluster.scale, count), _REVIVAL)
        cluster.loop.add_callback(revival.start)
        yield client
        cluster.loop.add_callback(revival.stop)
