"""How many answers a second there are, in rounds, so that what else the machine does disturbs all alike."""

import statistics
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from tests.e2e.service import Service
from tests.load.figures import ON_DISK, Spread
from tests.load.stand import BATCH, LOAD, SERVER, Stand

APPS = {
    "this service": "main:app",
    "plain recipe": "tests.load.plain_recipe:app",
    "empty view": "tests.load.empty_view:app",
}


def of_servers(stand: Stand, disk: Path) -> tuple[dict[str, Spread], float]:
    """
    Measure all servers in turn.

    Args:
        stand: on a disk in memory.
        disk: a folder on the machine's disk, for the archive of one more.

    Returns:
        What was found of each, and the images a second of this service in batches.
    """
    with ExitStack() as running:
        services = {
            name: running.enter_context(stand.service(app=app, cpus=SERVER))
            for name, app in APPS.items()
        }
        services[ON_DISK] = running.enter_context(stand.service(disk, cpus=SERVER))
        return _of_single_images(stand, services), _of_batches(stand, services["this service"])


def _of_single_images(stand: Stand, services: Mapping[str, Service]) -> dict[str, Spread]:
    rounds = [
        {name: stand.load(service) for name, service in services.items()}
        for _ in range(stand.rounds)
    ]
    return {name: Spread.of([one[name] for one in rounds]) for name in services}


def _of_batches(stand: Stand, service: Service) -> float:
    rates = [stand.load_with_batches(service).rate for _ in range(stand.rounds)]
    return BATCH * statistics.median(rates)


def of_workers(stand: Stand) -> tuple[float, float]:
    """
    Return the answers a second of one worker on one processor, and of two on two.

    The load of two has no processor of its own, which counts against them.
    """
    both = [*SERVER, *LOAD]
    with ExitStack() as running:
        one = running.enter_context(stand.service(workers=1, cpus=SERVER))
        two = running.enter_context(stand.service(workers=2, cpus=both))
        rounds = [(stand.load(one).rate, stand.load(two, both).rate) for _ in range(stand.rounds)]
    alone, together = map(statistics.median, zip(*rounds, strict=True))
    return alone, together
