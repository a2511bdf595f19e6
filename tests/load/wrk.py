"""wrk: a client that costs next to nothing, so that the server alone is measured."""

import json
import os
import shutil
import subprocess
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.service import on

SCRIPT = Path(__file__).with_name("post.lua")
CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Round:
    """
    What one run of wrk found.

    Attributes:
        answers: how many there were.
        rate: answers a second.
        p50, p90, p99: the time within which so many percent of them came, in milliseconds.
    """

    answers: int
    rate: float
    p50: float
    p90: float
    p99: float


def is_installed() -> bool:
    """Say whether wrk is there; on Debian it is the package of that name."""
    return shutil.which("wrk") is not None


def write_bodies(file: Path, images: Sequence[str], *, batch: int = 0) -> Path:
    """Write what is posted to a file, a line each: an image a request, or a batch of them."""
    starts = range(0, len(images), batch) if batch else ()
    batches = [{"images": images[start : start + batch]} for start in starts]
    bodies = batches or [{"image": image} for image in images]
    file.write_text("".join(json.dumps(body) + "\n" for body in bodies))
    return file


def run(url: str, bodies: Path, *, seconds: int, cpus: Collection[int] = ()) -> Round:
    """
    Post to the address for so long, from the given processors.

    Raises:
        RuntimeError: a request failed, or none was answered.
    """
    load = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout=30s"]
    done = subprocess.run(
        [*on(cpus), *load, "-s", str(SCRIPT), url],
        env=os.environ | {"BODIES": str(bodies)},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(done.stdout.splitlines()[-1])
    if told["failed"] or not told["requests"]:
        raise RuntimeError(f"{url}: {told['failed']} of {told['requests']} requests failed")
    times = (told[name] / 1000 for name in ("p50", "p90", "p99"))
    return Round(told["requests"], told["requests"] / told["seconds"], *times)
