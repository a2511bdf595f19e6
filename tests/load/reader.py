"""`swagdigit read` as a program that is watched, and may be killed."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from tests.e2e.service import CHECKOUT

_INTERVAL = 0.5  # seconds
_ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("SWAGDIGIT_")} | {
    "PYTHONPATH": str(CHECKOUT)
}


@dataclass(frozen=True, slots=True)
class Watched:
    """
    What a run has taken.

    Attributes:
        seconds: from its start to its end.
        processor: seconds of processors, of the client and its workers.
        client: bytes of memory of the client (PSS), each with the number of finished parts.
        workers: the most bytes of memory of one of its processes.
        said: its last line.
    """

    seconds: float
    processor: float
    client: list[tuple[int, int]]
    workers: int
    said: str


def watch(images: Path, out: Path, *options: str) -> Watched:
    """Read all images, and look every now and then."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    client, workers = [], 0
    with _reading(images, out, *options) as process:
        program = psutil.Process(process.pid)
        while process.poll() is None:
            with suppress(psutil.NoSuchProcess):
                client.append((len(parts(out)), program.memory_full_info().pss))
                family = program.children(recursive=True)
                workers = max(workers, *(one.memory_full_info().pss for one in family), 0)
            time.sleep(_INTERVAL)
        said = process.stdout.read() if process.stdout else ""
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Watched(time.perf_counter() - begun, processor, client, workers, said.strip())


def kill_half_way(images: Path, out: Path, *options: str, of: int) -> int:
    """Kill the client when half of so many parts are finished; return how many are."""
    with _reading(images, out, *options) as process:
        family = psutil.Process(process.pid)
        while len(parts(out)) < of // 2 and process.poll() is None:
            time.sleep(0.02)
        workers = family.children(recursive=True)
        process.kill()
    psutil.wait_procs(workers, timeout=60)
    return len(parts(out))


def parts(out: Path) -> list[Path]:
    """Return the finished parts of a run."""
    return [*out.with_name(out.name + ".parts").glob("part-*.parquet")]


@contextmanager
def _reading(images: Path, out: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    program = [sys.executable, "-m", "bulk", "read", str(images), "--out", str(out), *options]
    with subprocess.Popen(program, env=_ENVIRONMENT, stdout=subprocess.PIPE, text=True) as process:
        yield process


@contextmanager
def cluster(folder: Path, workers: int) -> Iterator[str]:
    """Run a scheduler and workers, each a program of its own; give the scheduler's address."""
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m", "dask"]
    options = ["--scheduler-file", str(file), "--no-dashboard"]
    quiet = {"env": _ENVIRONMENT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    programs = [
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", *options],
        *([*dask, "worker", "--nthreads", "1", *options] for _ in range(workers)),
    ]
    running = [subprocess.Popen(program, **quiet) for program in programs]
    try:
        while not file.exists():
            time.sleep(0.02)
        yield str(json.loads(file.read_text())["address"])
    finally:
        for process in running:
            process.terminate()
            process.wait(60)
