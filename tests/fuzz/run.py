"""`make fuzz`: fuzz the image reader and the API, and write docs/fuzzing.md."""

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.fuzz.api import Asked, ask_api
from tests.reliability.run import GROWTH
from tests.reliability.server import CHECKOUT

CORPUS = CHECKOUT / "build" / "corpus"
SEEDS = CHECKOUT / "tests" / "fuzz" / "corpus"
REPORTS = CHECKOUT / "reports"
HANG = 5  # seconds; a reading that takes longer is a hang
MEMORY = 1024  # MB; a fuzzer that needs more has found a leak
LARGEST = 4096  # bytes
# The fuzzer's own notes grow with each input, and reach the limit without any leak of the reader's.
LAP = 200_000  # inputs

TEXT = """# Fuzzing

What `make fuzz` has sent, on {machine}. It stops at the first mistake, and writes this page only if
there was none.

| the image reader | |
|---|---:|
| inputs, made by what the last ones reached | {executed} |
| inputs that reached something new | {new} |
| exceptions that the port does not promise, readings of more than {hang} seconds | {mistakes} |
| slowest reading, whole seconds | {slowest} |
| memory with the corpus loaded, MB | {early_mb} |
| peak memory, watched by the fuzzer, MB | {peak_mb} |
| minutes | {minutes:.1f} |

Each input is read, and the PNG that would be kept of it is read again. The fuzzer's own notes grow; so
the reader's memory is measured without it, with changed files of what the fuzzer has found.

| the reader alone | |
|---|---:|
| inputs | {alone} |
| memory after the first tenth, MB | {steady[0]:.1f} |
| and at the end, MB | {steady[1]:.1f} |

| the API, in a service of two workers | |
|---|---:|
| requests, to {asked.operations} operations, allowed and forbidden, and with odd images | {requests} |
| answers: 2xx | {success} |
| answers: 4xx | {refusals} |
| answers: 5xx | {asked.mistakes} |
| slowest answer, seconds | {asked.slowest:.2f} |
| memory of the service's own after the first half, MB | {early:.1f} |
| and at the end, MB | {late:.1f} |
| open files after the first half | {asked.early.files} |
| and at the end | {asked.late.files} |
"""


def main() -> None:
    """Fuzz both as often as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000, help="inputs for the reader")
    parser.add_argument("--requests", type=int, default=10_000, help="requests to the API")
    parser.add_argument("--report", type=Path, default=CHECKOUT / "docs" / "fuzzing.md")
    choice = parser.parse_args()
    begun = time.monotonic()
    found = fuzz_reader(choice.count)
    minutes = (time.monotonic() - begun) / 60
    alone = choice.count // 5
    steady = memory_of_reader(alone)
    with tempfile.TemporaryDirectory() as folder:
        asked = ask_api(Path(folder), choice.requests)
    if complaint := complaint_about(asked) or complaint_about_reader(steady):
        sys.exit(complaint)
    choice.report.write_text(report(found, asked, minutes, alone, steady))


def fuzz_reader(count: int, corpus: Path = CORPUS, lap: int = LAP) -> dict[str, int]:
    """
    Read so many inputs, each lap in a fuzzer that begins with what the last ones found.

    Returns:
        libFuzzer's figures: counts of all laps, and the most of what is no count.

    Raises:
        CalledProcessError: it found something; the input lies in reports/.
    """
    laps = [_lap(min(lap, count - done), corpus) for done in range(0, count, lap)]
    counts = {"number_of_executed_units", "new_units_added", "mistakes"}
    return {
        name: (sum if name in counts else max)(of_lap[name] for of_lap in laps) for name in laps[0]
    }


def _lap(count: int, corpus: Path) -> dict[str, int]:
    corpus.mkdir(parents=True, exist_ok=True)
    REPORTS.mkdir(exist_ok=True)
    options = {
        "runs": count,
        "max_len": LARGEST,
        "timeout": HANG,
        "rss_limit_mb": MEMORY,
        "artifact_prefix": f"{REPORTS}/",
        "print_final_stats": 1,
    }
    words = [f"-{name}={value}" for name, value in options.items()]
    # A process begins with the peak memory of its parent, which libFuzzer takes for its own: with
    # a small one in between, the limit is not reached by tests that ran before.
    parent = ["sh", "-c", '"$@"; exit $?', "sh"]
    program = [*parent, sys.executable, "-m", "tests.fuzz.fuzz_reader", *words, corpus, SEEDS]
    log, begun = REPORTS / "fuzz.log", time.time()
    with log.open("wb") as file:
        subprocess.run(program, cwd=CHECKOUT, stderr=file, stdout=file, check=True)
    mistakes = sum(file.stat().st_mtime >= begun for file in REPORTS.glob("*-*"))
    return figures_in(log.read_text(errors="replace")) | {"mistakes": mistakes}


def figures_in(log: str) -> dict[str, int]:
    """Return the figures at the end of libFuzzer's log, and the memory once it has begun."""
    figures = {
        name: int(value) for name, value in re.findall(r"^stat::(\w+): +(\d+)", log, re.MULTILINE)
    }
    begun = re.search(r"INITED .* rss: (\d+)Mb", log)
    return figures | {"early_rss_mb": int(begun[1]) if begun else 0}


def memory_of_reader(count: int, corpus: Path = CORPUS) -> list[float]:
    """Read so many changed inputs without the fuzzer; return the memory early and late, in MB."""
    program = [sys.executable, "-m", "tests.fuzz.steady", str(count), corpus, SEEDS]
    measured = subprocess.run(program, cwd=CHECKOUT, stdout=subprocess.PIPE, check=True)
    memory: list[float] = json.loads(measured.stdout)
    return memory


def complaint_about_reader(steady: Sequence[float]) -> str:
    """Say if the reader grows; nothing if it does not."""
    early, late = steady
    return f"the reader grows: {early} MB, {late} MB" if late > GROWTH * early else ""


def complaint_about(asked: Asked) -> str:
    """Say what was not as it should be; nothing if all was."""
    if asked.mistakes:
        return f"mistakes of ours: {dict(asked.answers)}"
    assert asked.early is not None
    assert asked.late is not None
    if asked.late.memory > GROWTH * asked.early.memory or (
        asked.late.files > GROWTH * asked.early.files
    ):
        return f"the service grows: {asked.early}, {asked.late}"
    return ""


def report(
    found: Mapping[str, int], asked: Asked, minutes: float, alone: int, steady: Sequence[float]
) -> str:
    """Return the document."""
    assert asked.early is not None
    assert asked.late is not None
    return TEXT.format(
        machine=f"{os.cpu_count()} processors, Python {platform.python_version()}",
        executed=found["number_of_executed_units"],
        new=found["new_units_added"],
        slowest=found["slowest_unit_time_sec"],
        early_mb=found["early_rss_mb"],
        peak_mb=found["peak_rss_mb"],
        hang=HANG,
        mistakes=found["mistakes"],
        minutes=minutes,
        alone=alone,
        steady=steady,
        asked=asked,
        requests=asked.answers.total(),
        success=_answers(asked, 200),
        refusals=_answers(asked, 400),
        early=asked.early.memory / 1e6,
        late=asked.late.memory / 1e6,
    )


def _answers(asked: Asked, first: int) -> int:
    return sum(count for status, count in asked.answers.items() if first <= status < first + 100)


if __name__ == "__main__":
    main()
