"""What the service takes: memory, and time to start."""

import time

import psutil
import requests

from tests.e2e.service import Service
from tests.load.stand import SERVER, Stand


def memory(stand: Stand, workers: int) -> float:
    """Return the megabytes of the whole service after some requests to each worker."""
    with stand.service(workers=workers) as service:
        stand.load(service, cpus=[])
        return _memory_of(service)


def memory_over(stand: Stand, count: int) -> tuple[int, float, float]:
    """Return how many requests there were, and the megabytes of one worker before and after."""
    with stand.service(cpus=SERVER) as service:
        stand.load(service)
        before, answers = _memory_of(service), 0
        while answers < count:
            answers += stand.load(service).answers
        return answers, before, _memory_of(service)


def start(stand: Stand, classifier: str) -> float:
    """Return the seconds from the start to the first answer, the fastest of some."""
    return min(_start(stand, classifier) for _ in range(stand.rounds))


def _start(stand: Stand, classifier: str) -> float:
    begun = time.perf_counter()
    with stand.service(SWAGDIGIT_CLASSIFIER=classifier, cpus=SERVER) as service:
        requests.post(
            f"{service.url}api/predict",
            data=stand.first,
            headers={"Content-Type": "application/json"},
            timeout=60,
        ).raise_for_status()
        return time.perf_counter() - begun


def _memory_of(service: Service) -> float:
    """Return the megabytes that its processes take, what they share counted once (PSS)."""
    main = psutil.Process(service.process.pid)
    return (
        sum(process.memory_full_info().pss for process in (main, *main.children(recursive=True)))
        / 1e6
    )
