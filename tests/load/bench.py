"""`make bench`: how close the service comes to what its server can do when it does nothing."""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
import requests

from tests.e2e.service import CHECKOUT, Service, running_service
from tests.load import wrk
from tests.load.drawings import digits, sheets
from tests.load.figures import ON_DISK, Figures, Spread
from tests.load.processors import gain
from tests.load.report import write
from tests.load.stages import profile
from tests.load.wrk import Round

SERVER, LOAD = [0], [1]
DRAWINGS, BATCH = 256, 64
# A worker that is replaced in the middle would be measured as failures.
FOR_EVER = "--max-requests 0"

# Some disks make a file in ten times their usual time for minutes after many were deleted.
MEMORY_DISK = Path("/dev/shm")

APPS = {
    "this service": "main:app",
    "plain recipe": "tests.load.plain_recipe:app",
    "empty view": "tests.load.empty_view:app",
}


class Bench:
    """
    Measures in folders of its own, with the same drawings all along.

    Args:
        folder: on a disk in memory, where all that is written goes but for one service.
        disk: where that one keeps what it was sent.
    """

    def __init__(self, folder: Path, disk: Path, *, seconds: int, rounds: int, soak: int) -> None:
        self._folder = folder
        self._disk = disk
        self._seconds = seconds
        self._rounds = rounds
        self._requests = soak
        images = [*sheets(digits(), count=DRAWINGS)]
        self.single = wrk.write_bodies(folder / "single", images)
        self.first = json.dumps({"image": images[0]})
        self.batches = wrk.write_bodies(folder / "batches", images, batch=BATCH)

    def figures(self) -> Figures:
        """Measure everything; some minutes."""
        with ExitStack() as running:
            services = {
                name: running.enter_context(self.service(app=app, cpus=SERVER))
                for name, app in APPS.items()
            }
            services[ON_DISK] = running.enter_context(self.service(self._disk, cpus=SERVER))
            rounds = self._interleaved(services)
            batches = self._of_batches(services["this service"])
        one, two = self._workers()
        return Figures(
            servers={name: Spread.of(of_one) for name, of_one in rounds.items()},
            batch=BATCH * statistics.median(batches),
            workers=(one, two),
            processors=gain([*SERVER, *LOAD], seconds=self._seconds, rounds=self._rounds),
            memory={workers: self._memory(workers) for workers in (1, 2, 4)},
            soak=self._soak(),
            start={kind: self._start(kind) for kind in ("pickle", "onnx")},
            stages=profile(self.single.read_text().splitlines()[:64], self._folder),
        )

    @contextmanager
    def service(self, parent: Path | None = None, **options: object) -> Iterator[Service]:
        """Run a server in a folder of its own."""
        folder = Path(tempfile.mkdtemp(dir=parent or self._folder))
        with running_service(folder, GUNICORN_CMD_ARGS=FOR_EVER, **options) as service:
            yield service

    def _interleaved(self, services: Mapping[str, Service]) -> dict[str, list[Round]]:
        """Measure all in turn, so that whatever else the machine does disturbs all alike."""
        rounds: dict[str, list[Round]] = {name: [] for name in services}
        for _ in range(self._rounds):
            for name, service in services.items():
                rounds[name].append(self._load(service, self.single))
        return rounds

    def _of_batches(self, service: Service) -> list[float]:
        """Return the answers a second to batches, round after round."""
        return [self._load(service, self.batches, path="/batch").rate for _ in range(self._rounds)]

    def _load(
        self, service: Service, bodies: Path, *, path: str = "", cpus: Collection[int] = LOAD
    ) -> Round:
        url = f"{service.url}api/predict{path}"
        return wrk.run(url, bodies, seconds=self._seconds, cpus=cpus)

    def _workers(self) -> list[float]:
        """
        Return the answers a second of one worker on one processor, and of two on two.

        The load of two has no processor of its own, which counts against them.
        """
        processors = [SERVER, LOAD], [both := [*SERVER, *LOAD], both]
        with ExitStack() as running:
            services = [
                running.enter_context(self.service(workers=workers, cpus=cpus))
                for workers, (cpus, _) in enumerate(processors, start=1)
            ]
            rounds = [
                [
                    self._load(service, self.single, cpus=cpus).rate
                    for service, (_, cpus) in zip(services, processors, strict=True)
                ]
                for _ in range(self._rounds)
            ]
        return [statistics.median(rates) for rates in zip(*rounds, strict=True)]

    def _memory(self, workers: int) -> float:
        """Return the megabytes of the whole service after some requests to each worker."""
        with self.service(workers=workers) as service:
            self._load(service, self.single, cpus=[])
            return _memory_of(service)

    def _soak(self) -> tuple[int, float, float]:
        """Return how many requests there were, and the megabytes of one worker before and after."""
        with self.service(cpus=SERVER) as service:
            self._load(service, self.single)
            before, answers = _memory_of(service), 0
            while answers < self._requests:
                answers += self._load(service, self.single).answers
            return answers, before, _memory_of(service)

    def _start(self, kind: str) -> float:
        """Return the seconds from the start to the first answer, the fastest of some."""
        times = []
        for _ in range(self._rounds):
            begun = time.perf_counter()
            with self.service(SWAGDIGIT_CLASSIFIER=kind, cpus=SERVER) as service:
                requests.post(
                    service.url + "api/predict",
                    data=self.first,
                    headers={"Content-Type": "application/json"},
                    timeout=60,
                ).raise_for_status()
                times.append(time.perf_counter() - begun)
        return min(times)


def _memory_of(service: Service) -> float:
    """Return the megabytes that its processes take, what they share counted once (PSS)."""
    main = psutil.Process(service.process.pid)
    return (
        sum(process.memory_full_info().pss for process in (main, *main.children(recursive=True)))
        / 1e6
    )


def main() -> None:
    """Measure, print and write docs/benchmarks.md with its plot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8, help="of each round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--docs", type=Path, default=CHECKOUT / "docs")
    parser.add_argument(
        "--soak", type=int, default=100_000, help="requests until memory is compared"
    )
    options = parser.parse_args()
    if not wrk.is_installed():
        parser.error("wrk is needed: apt-get install wrk")
    with (
        tempfile.TemporaryDirectory(dir=MEMORY_DISK) as folder,
        tempfile.TemporaryDirectory() as disk,
    ):
        bench = Bench(
            Path(folder),
            Path(disk),
            seconds=options.seconds,
            rounds=options.rounds,
            soak=options.soak,
        )
        sys.stdout.write(write(bench.figures(), options.docs))


if __name__ == "__main__":
    main()
