"""`make scaling`: what the measured pages say of one processor, of many and of a million images."""

import re
from collections.abc import Mapping
from pathlib import Path

from tests.e2e.service import CHECKOUT

DOCS = CHECKOUT / "docs"
_HOUR = 3600  # seconds
_MILLION = 1_000_000

TEXT = """# Scaling

From one laptop to a cluster. Written by `make scaling` from what [benchmarks.md](benchmarks.md)
(`make bench`) and [bulk.md](bulk.md) (`make bulk`) have measured; measure on your machines before you
order any.

## Steps

| step | how | measured | its limit | what comes next |
|---|---|---|---|---|
| one process | `make run` with `WEB_CONCURRENCY=1` | {single:.0f} answers a second and {batch:.0f} images a second in batches of 64, {memory:.0f} MB | one processor | a process for each |
| all processors of a machine | `make run` | two workers: {workers:.2f} times one, and {further:.0f} MB for a further one | its processors, then the disk of the archive | more machines |
| many machines that serve | containers behind a load balancer, `SWAGDIGIT_RATE_LIMIT_STORAGE=redis://...` | as one, each | an archive that all of them see | bulk reading for what can wait |
| many images on one machine | `swagdigit read` | {bulk_one:.0f} images a second with one worker, {gain:.2f} times that with two | its processors | `--scheduler` |
| many images on a cluster | `swagdigit read --scheduler tcp://...` | {client:.0f} MB for the client, however many images; {worker:.0f} MB at most for a worker | what the images lie on; the one client, which writes all results | a run for each share of the images |

## A million images

Processor-hours are those of the machine that measured. In money: times your price of one.

| | images a second of a processor | processor-hours of a million |
|---|---:|---:|
| `/api/predict`, one image a request | {single:.0f} | {single_hours:.2f} |
| `/api/predict/batch`, 64 images a request | {batch:.0f} | {batch_hours:.2f} |
| `swagdigit read` | {bulk:.0f} | {bulk_hours:.2f} |

| | bytes of one | MB of a million |
|---|---:|---:|
| a PNG of the page's canvas | {png:.0f} | {png:.0f} |
| a row of the results in Parquet | {row:.0f} | {row:.0f} |

## What does not grow with the number of images

The list of images is a file, and a part of it is read at a time; each worker has two parts ahead; the
results are joined part by part. What does grow is the table of contents of a zip, which the client and
each worker hold while they read from it: many zips are better than one with millions of images.

A folder of kept images is read through, name by name, whenever somebody looks at the history or it is tidied:
it takes no more memory, but ever more time. Of a bucket, the newest only are listed, and its own rules tidy it.
"""


def main() -> None:
    """Write docs/scaling.md."""
    (DOCS / "scaling.md").write_text(page(DOCS), "utf-8")


def page(docs: Path) -> str:
    """Return the page, with the figures of the pages in the folder."""
    bench = _cells((docs / "benchmarks.md").read_text("utf-8"))
    bulk = _cells((docs / "bulk.md").read_text("utf-8"))
    single = bench["this service"]
    batch = single * bench["images/s in batches of 64"]
    throughput = bulk["images a processor second while reading, two workers and their client"]
    return TEXT.format(
        single=single,
        single_hours=_hours(single),
        batch=batch,
        batch_hours=_hours(batch),
        bulk=throughput,
        bulk_hours=_hours(throughput),
        memory=bench["1"],
        workers=bench["two workers on two processors"],
        further=bench["a further worker"],
        bulk_one=bulk["images a second, one worker, fastest of rounds in turn"],
        gain=bulk["two workers, times one"],
        client=bulk["memory of the client when all is read, MB"],
        worker=bulk["most memory of a worker, MB"],
        png=bulk["bytes of an image"],
        row=bulk["bytes of its row in Parquet"],
    )


def _cells(text: str) -> Mapping[str, float]:
    """Return the first figure of each row; of a row with a goal, the measured one after it."""
    figures = {}
    for name, *cells in re.findall(
        r"^\| ([^|]+) \| ([^|]+) \|(?: ([^|]+) \|)?", text, re.MULTILINE
    ):
        measured = cells[1] if re.search(r"\d", cells[1]) and " to " not in cells[1] else cells[0]
        if found := re.search(r"-?[\d.]+", measured):
            figures[re.sub(r" \d+ (?=rounds)", " ", name)] = float(found[0])
    return figures


def _hours(images_a_second: float) -> float:
    return _MILLION / images_a_second / _HOUR


if __name__ == "__main__":
    main()
