"""What two processors do more than one, when nothing else is needed: more than that no service can."""

import statistics
import subprocess
import sys
from collections.abc import Collection

from tests.e2e.service import on

_COUNT = """
import sys, time
end, rounds = time.perf_counter() + float(sys.argv[1]), 0
while time.perf_counter() < end:
    rounds += sum(range(1000)) > 0
print(rounds)
"""


def gain(processors: Collection[int], *, seconds: float, rounds: int) -> float:
    """Return how many times the counting of the first processor all do together, the median of rounds."""
    first, *_ = processors
    return statistics.median(
        _counted(processors, seconds) / _counted([first], seconds) for _ in range(rounds)
    )


def _counted(processors: Collection[int], seconds: float) -> int:
    """Return how far the processes get that count on a processor each."""
    command = [sys.executable, "-c", _COUNT, str(seconds)]
    processes = [
        subprocess.Popen([*on([processor]), *command], stdout=subprocess.PIPE)
        for processor in processors
    ]
    return sum(int(process.communicate()[0]) for process in processes)
