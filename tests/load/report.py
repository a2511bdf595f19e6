"""The benchmark's figures as a page and a plot."""

import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt

from tests.load.figures import Figures

INTRODUCTION = """# Benchmarks

Written by `make bench`; ratios are worth more than figures, which are those of this machine.
Each server is gunicorn with `deploy/gunicorn.conf.py`, one worker on one processor; wrk posts real
writers' drawings as PNGs of a 280 x 280 canvas in JSON from another, over 8 connections that stay
open. The servers are measured in turn, round after round; each figure is the median of the rounds.
All write to a disk in memory: how long another takes to make a file depends on the disk, and on what was
deleted from it in the minutes before.

- **This service** archives, logs and answers as delivered.
- **The plain recipe** (`tests/load/plain_recipe.py`) does what the original description says, as
  most would write it, with the same model.
- **The empty view** (`tests/load/empty_view.py`) reads the JSON and does nothing.
- **Archive on the disk** is this service, which keeps what it is sent on the machine's disk.
"""


def write(figures: Figures, docs: Path) -> str:
    """Write benchmarks.md and its plot into the folder, and return the page."""
    page = "\n".join(_page(figures))
    (docs / "benchmarks.md").write_text(page, "utf-8")
    _plot(figures, docs / "images" / "benchmarks.svg")
    return page


def _page(figures: Figures) -> Iterable[str]:
    yield INTRODUCTION
    yield f"{_processor()}, {os.cpu_count()} processors, Python {platform.python_version()}.\n"
    yield "![Answers a second, and where a request's time goes](images/benchmarks.svg)\n"
    yield "## One processor, single images\n"
    yield from _table(
        ("", "answers/s", "slowest to fastest round", "p50 ms", "p90 ms", "p99 ms"),
        (
            (
                name,
                f"{s.rate:.0f}",
                f"{s.slowest:.0f} to {s.fastest:.0f}",
                *_ms(s.p50, s.p90, s.p99),
            )
            for name, s in figures.servers.items()
        ),
    )
    yield "## What is to be held\n"
    yield from _table(("", "goal", "measured"), _goals(figures))
    yield "## Where a request's time goes\n"
    yield from _table(("stage", "µs"), ((n, f"{us:.0f}") for n, us in _stages(figures).items()))
    yield "## Memory\n"
    yield from _table(
        ("workers", "MB (PSS)"), ((str(n), f"{mb:.0f}") for n, mb in figures.memory.items())
    )


def _goals(figures: Figures) -> Iterable[Sequence[str]]:
    ours, plain, empty = figures.ours, figures.plain, figures.empty
    budget = 0.25 / 0.33 * 1000 / empty.rate
    one, two = figures.workers
    requests, before, after = figures.soak
    # Now and then one worker gets all connections, and the others stay smaller: one served in any case.
    further = (figures.memory[4] - figures.memory[1]) / 3
    yield "answers/s against the plain recipe", "8 times", f"{ours.rate / plain.rate:.1f} times"
    yield "p99 against the plain recipe's", "a tenth", f"1/{plain.p99 / ours.p99:.1f}"
    yield "work beside the empty view's", f"{budget:.2f} ms", f"{figures.work:.2f} ms"
    yield "images/s in batches of 64", "3 times", f"{figures.batch / ours.rate:.1f} times"
    yield "two workers on two processors", "1.8 times one", f"{two / one:.2f} times"
    yield "two processes that only count, on the same", "", f"{figures.processors:.2f} times"
    yield "a further worker", "40 MB", f"{further:.0f} MB"
    yield f"memory after {requests:,.0f} requests", "± 2 %", f"{100 * (after / before - 1):+.1f} %"
    yield "first answer, pickle", "3 s", f"{figures.start['pickle']:.2f} s"
    yield "first answer, onnx", "1.5 s", f"{figures.start['onnx']:.2f} s"


def _stages(figures: Figures) -> Mapping[str, float]:
    """Return the microseconds of all stages; what is not ours alone is what remains."""
    whole = 1e6 / figures.ours.rate
    rest = whole - sum(figures.stages.values())
    return {
        **figures.stages,
        "gunicorn, Flask, log, metrics, and colder caches": rest,
        "all": whole,
    }


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[str]:
    yield f"| {' | '.join(head)} |"
    yield "|---" * len(head) + "|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _ms(*times: float) -> Iterable[str]:
    return (f"{time:.1f}" for time in times)


def _processor() -> str:
    names = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line for line in names if line.startswith("model name")), "")
    return model.partition(":")[2].strip() or platform.machine()


def _plot(figures: Figures, file: Path) -> None:
    mpl.rcParams["svg.hashsalt"] = "benchmarks"  # the same file for the same figures
    figure, (rates, times) = plt.subplots(2, 1, figsize=(8, 4.5), layout="constrained")
    names = [*figures.servers]
    bars = rates.barh(names, [s.rate for s in figures.servers.values()], color="#4477aa")
    rates.bar_label(bars, fmt="%.0f", padding=3)
    rates.set(title="Answers a second on one processor")
    rates.margins(x=0.1)
    rates.invert_yaxis()
    left = 0.0
    for name, us in list(_stages(figures).items())[:-1]:
        times.barh([""], [us], left=left, label=f"{name}, {us:.0f}")
        left += us
    times.set(title="Microseconds of one request")
    times.legend(ncols=2, fontsize="small", loc="upper center", bbox_to_anchor=(0.5, -0.2))
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)
