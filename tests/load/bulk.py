"""`make bulk`: how fast many images are read, what it takes, and what a killed run loses."""

import argparse
import os
import sys
import tempfile
import time
from functools import partial
from itertools import batched, islice
from pathlib import Path

import psutil
from pyarrow import parquet

from bulk.cluster import local_workers
from bulk.plan import PART_SIZE
from bulk.reading import ReadingSettings, read_part
from bulk.sources import list_inputs
from bulk.task_pool import TaskPool
from tests.e2e.service import CHECKOUT
from tests.load.bulk_report import Figures, Rate, complaints, page
from tests.load.many import write_many
from tests.load.reader import cluster, kill_half_way, watch

WORKERS = ("--workers", "2")
_WARM_UP = 4  # parts


def main() -> None:
    """Measure, and write docs/bulk.md; fail where something is not as it has to be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=100_000, help="of the whole run")
    parser.add_argument("--some", type=int, default=20_000, help="of each killed run")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--report", type=Path, default=CHECKOUT / "docs" / "bulk.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = measure(Path(name), arguments.images, arguments.some, arguments.rounds)
    arguments.report.write_text(page(figures), "utf-8")
    sys.exit("\n".join(complaints(figures)) or 0)


def measure(folder: Path, images: int, some: int, rounds: int) -> Figures:
    """Measure in a folder of one's own."""
    few, many = folder / "few", folder / "many"
    write_many(few, some)
    written = write_many(many, images)
    os.sync()  # or the system goes on writing them while they are read
    one, two = rates(few, rounds)
    whole = folder / "whole.parquet"
    watch(few, whole, *WORKERS)
    killed = {"the cores of this machine": resumed(few, folder / "local.parquet", whole, *WORKERS)}
    with cluster(folder, workers=2) as address:
        out = folder / "cluster.parquet"
        killed["a scheduler and two workers"] = resumed(few, out, whole, "--scheduler", address)
    results = folder / "many.parquet"
    watched = watch(many, results, *WORKERS)
    return Figures(
        images=images,
        some=some,
        rates=(one, two),
        killed=killed,
        whole=watched,
        rows=parquet.read_metadata(results).num_rows,
        bytes_in=written / images,
        bytes_out=results.stat().st_size / images,
    )


def rates(folder: Path, rounds: int) -> tuple[list[Rate], list[Rate]]:
    """Return the rates of one and of two workers, in turn, once they are running."""
    found: tuple[list[Rate], list[Rate]] = ([], [])
    for _ in range(rounds):
        for workers in (1, 2):
            found[workers - 1].append(_rate(folder, workers))
    return found


def _rate(folder: Path, workers: int) -> Rate:
    parts = enumerate(map(list, batched(list_inputs([str(folder)]), PART_SIZE, strict=False)))
    read = partial(read_part, settings=ReadingSettings.of_this_process(), archive_images=False)
    with local_workers(workers) as client:
        pool = TaskPool(client, read)
        for _ in pool.tables(islice(parts, _WARM_UP)):
            pass
        started, used_before = time.perf_counter(), _processor_seconds()
        images = sum(table.num_rows for _, table in pool.tables(parts))
        seconds, used = time.perf_counter() - started, _processor_seconds() - used_before
    return Rate(images / seconds, images / used)


def _processor_seconds() -> float:
    """Return what this process and its workers have used."""
    client = psutil.Process()
    family = (one.cpu_times() for one in (client, *client.children(recursive=True)))
    return sum(times.user + times.system for times in family)


def resumed(images: Path, out: Path, whole: Path, *options: str) -> tuple[int, str, bool]:
    """Kill a run half-way; return its finished parts, what the next says, and if it is whole."""
    of = -(-parquet.read_metadata(whole).num_rows // PART_SIZE)
    finished = kill_half_way(images, out, *options, of=of)
    said = watch(images, out, *options).said
    return finished, said, parquet.read_table(out).equals(parquet.read_table(whole))


if __name__ == "__main__":
    main()
