"""`make soak`: make all trials, write docs/reliability.md, and fail where something was lost."""

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.reliability import trials
from tests.reliability.server import CHECKOUT
from tests.reliability.soak import SLOW_CLIENTS, Soaked, soak
from tests.reliability.trials import Outcome

GROWTH = 1.2  # memory and files at the end, as a multiple of those after the warm-up

TEXT = """# Reliability

What the service withstood, as `make soak` has measured it on {machine}. Six clients send images all
the time, every other one on a new connection each; the service has two workers.

| trial | times | answered | failed | acknowledged, but lost | torn or left over |
|---|---:|---:|---:|---:|---:|
| `kill -9` of all workers, every other time of the main process too | {kills.blows} | {kills.answered} | (cut off) {kills.failed} | {kills.lost} | {kills.torn} |
| SIGTERM and a new start behind the same socket | {restarts.blows} | {restarts.answered} | {restarts.failed} | {restarts.lost} | {restarts.torn} |
| SIGHUP with a broken model, then with a new one | {swaps.blows} | {swaps.answered} | {swaps.failed} | {swaps.lost} | {swaps.torn} |
| the same with ONNX Runtime | {onnx_swaps.blows} | {onnx_swaps.answered} | {onnx_swaps.failed} | {onnx_swaps.lost} | {onnx_swaps.torn} |
| `kill -9` of the S3 server that keeps the images, and a new start | {stores.blows} | {stores.answered} | (507) {stores.refused} | {stores.lost} | {stores.torn} |

After each trial every acknowledged image is read from the archive and compared with what was sent.
Clients of a killed service are cut off, which nothing can prevent; what they were told is kept. While
there is no S3 server, images are refused with a 507, within seconds, and what was answered before is kept.

## A soak of {soaked.seconds:.0f} seconds

Six good clients, one who sends nothing but broken, oversized and lost requests, and {slow} who send one
byte a second.

| | |
|---|---:|
| good requests answered | {soaked.answered} |
| good requests failed | {soaked.failed} |
| bad requests refused as they should be | {soaked.refused} |
| bad requests answered in another way | {soaked.misjudged} |
| memory of the service's own after the warm-up, MB | {early:.1f} |
| and at the end, MB | {late:.1f} |
| open files after the warm-up | {soaked.early.files} |
| and at the end | {soaked.late.files} |
"""


def main() -> None:
    """Make the trials as often and as long as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--restarts", type=int, default=20)
    parser.add_argument("--swaps", type=int, default=20)
    parser.add_argument("--stores", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--report", type=Path, default=CHECKOUT / "docs" / "reliability.md")
    choice = parser.parse_args()
    made = {
        name: _in_a_folder(getattr(trials, name), getattr(choice, name.removeprefix("onnx_")))
        for name in ("kills", "restarts", "swaps", "onnx_swaps", "stores")
    }
    with tempfile.TemporaryDirectory() as folder:
        soaked = soak(Path(folder), seconds=60 * choice.minutes)
    choice.report.write_text(report(made, soaked))
    sys.exit("\n".join(complaints(made, soaked)) or 0)


def _in_a_folder(trial: Callable[[Path, int], Outcome], times: int) -> Outcome:
    with tempfile.TemporaryDirectory() as folder:
        outcome = trial(Path(folder), times)
    print(trial.__name__, outcome, flush=True)  # noqa: T201
    return outcome


def report(made: dict[str, Outcome], soaked: Soaked) -> str:
    """Return the document."""
    return TEXT.format(
        machine=f"{os.cpu_count()} processors, Python {platform.python_version()}",
        soaked=soaked,
        slow=SLOW_CLIENTS,
        early=soaked.early.memory / 1e6,
        late=soaked.late.memory / 1e6,
        **made,
    )


def complaints(made: dict[str, Outcome], soaked: Soaked) -> list[str]:
    """Say what was not as it should be."""
    # Who is killed while answering can not answer.
    judged = made | {"kills": replace(made["kills"], failed=0)}
    said = [
        f"{name}: {outcome}"
        for name, outcome in judged.items()
        if outcome.failed or outcome.lost or outcome.torn or outcome.aborted
    ]
    if soaked.failed or soaked.misjudged or not soaked.answered:
        said.append(f"soak: {soaked}")
    if soaked.late.memory > GROWTH * soaked.early.memory:
        said.append("memory grows")
    if soaked.late.files > GROWTH * soaked.early.files:
        said.append("open files grow")
    return said


if __name__ == "__main__":
    main()
