"""`make bench`: how close the service comes to what its server can do when it does nothing."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.e2e.service import CHECKOUT
from tests.load import footprint, speed, wrk
from tests.load.figures import Figures
from tests.load.processors import gain
from tests.load.report import write
from tests.load.stages import profile
from tests.load.stand import LOAD, SERVER, Stand

# Some disks make a file in ten times their usual time for minutes after many were deleted.
MEMORY_DISK = Path("/dev/shm")


def measured(stand: Stand, disk: Path, *, soak: int) -> Figures:
    """
    Measure everything; some minutes.

    Args:
        stand: on a disk in memory.
        disk: a folder on the machine's disk.
        soak: requests until memory is compared.
    """
    servers, batch = speed.of_servers(stand, disk)
    return Figures(
        servers=servers,
        batch=batch,
        workers=speed.of_workers(stand),
        processors=gain([*SERVER, *LOAD], seconds=stand.seconds, rounds=stand.rounds),
        memory={workers: footprint.memory(stand, workers) for workers in (1, 2, 4)},
        soak=footprint.memory_over(stand, soak),
        start={kind: footprint.start(stand, kind) for kind in ("pickle", "onnx")},
        stages=profile(stand.single.read_text().splitlines()[:64], stand.folder),
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
        stand = Stand(Path(folder), seconds=options.seconds, rounds=options.rounds)
        figures = measured(stand, Path(disk), soak=options.soak)
    sys.stdout.write(write(figures, options.docs))


if __name__ == "__main__":
    main()
