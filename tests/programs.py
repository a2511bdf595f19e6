"""Programs that tests start, and what they wait for."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psutil

PATIENCE = 120  # seconds


def wait_until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)


@contextmanager
def starter() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Give a function that starts programs, which end with the context, and theirs with them."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        processes.append(subprocess.Popen([*map(str, arguments)], **options))
        return processes[-1]

    yield start
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            family = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        process.wait(PATIENCE)
        for child in family:
            with suppress(psutil.NoSuchProcess):
                child.kill()
