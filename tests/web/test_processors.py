"""Whether each worker keeps to a processor, as far as there are as many for each."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.e2e.service import running_service
from tests.programs import wait_until

CHECKOUT = Path(__file__).parents[2]
if not hasattr(os, "sched_getaffinity"):
    pytest.skip("this system lets no process choose its processor", allow_module_level=True)
PROCESSORS = sorted(os.sched_getaffinity(0))
KEPT = """
import os, sys
from web.serving.processors import take_processor
take_processor(int(sys.argv[1]), workers=int(sys.argv[2]))
print(*sorted(os.sched_getaffinity(0)))
"""


@pytest.mark.skipif(len(PROCESSORS) < 2, reason="there is one processor")
@pytest.mark.parametrize(
    ("slot", "workers", "kept"),
    [
        (0, 2, PROCESSORS[:1]),
        (1, 2, PROCESSORS[1:2]),
        (3, 4, PROCESSORS[1:2]),
        (0, 1, PROCESSORS[:2]),
        (2, 3, PROCESSORS[:2]),
    ],
)
def test_all_processors_get_as_many_workers_or_none_its_own(slot, workers, kept):
    """One worker on two processors may use both; of three, one would have to share."""
    told = subprocess.check_output(
        ["taskset", "--cpu-list", ",".join(map(str, PROCESSORS[:2]))]
        + [sys.executable, "-c", KEPT, str(slot), str(workers)],
        cwd=CHECKOUT,
        text=True,
    )

    assert [*map(int, told.split())] == kept


@pytest.mark.slow
def test_each_worker_of_the_service_has_a_processor(tmp_path):
    """The main process has all of them still, or a worker that is made later would have its one alone."""
    with running_service(tmp_path, workers=len(PROCESSORS)) as service:
        main = psutil.Process(service.process.pid)
        each = [[processor] for processor in PROCESSORS]
        wait_until(lambda: sorted(worker.cpu_affinity() for worker in main.children()) == each)

        assert main.cpu_affinity() == PROCESSORS
