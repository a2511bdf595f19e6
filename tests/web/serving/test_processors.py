"""Whether each worker keeps to a processor, as far as there are as many for each."""

import os
import signal

import psutil
import pytest

from tests.e2e.service import running_service
from tests.programs import wait_until
from web.serving.processors import free_processor, keep_to

if not hasattr(os, "sched_getaffinity"):
    pytest.skip("this system lets no process choose its processor", allow_module_level=True)
PROCESSORS = sorted(os.sched_getaffinity(0))
TWO = PROCESSORS[:2]


@pytest.mark.skipif(len(PROCESSORS) < 2, reason="there is one processor")
@pytest.mark.parametrize(
    ("taken", "workers", "kept"),
    [
        ([], 2, TWO[0]),
        (TWO[:1], 2, TWO[1]),
        (TWO[1:], 2, TWO[0]),  # one of two has ended
        (TWO, 2, TWO[0]),  # both are about to be replaced
        ([*TWO, TWO[0]], 4, TWO[-1]),
        ([None, None], 2, TWO[0]),
        ([], 1, None),
        (TWO, 3, None),
    ],
)
def test_all_processors_get_as_many_workers_or_none_its_own(monkeypatch, taken, workers, kept):
    """One worker on two processors may use both; of three, one would have to share."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(TWO))

    assert free_processor(taken, workers=workers) == kept


def test_who_may_not_choose_serves_all_the_same(monkeypatch):
    """A service of systemd with `SystemCallFilter=~@resources` must not."""

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "sched_setaffinity", refuse)
    keep_to(PROCESSORS[0])


def affinities(service):
    """Return on which processors each worker may run."""
    workers = psutil.Process(service.process.pid).children()
    return sorted(worker.cpu_affinity() for worker in workers)


@pytest.mark.slow
def test_each_worker_of_the_service_has_a_processor(tmp_path):
    """
    So it stays when all are replaced, and one once more. The main process has all of them still, or a
    worker that is made later would have its one alone.
    """
    with running_service(tmp_path, workers=len(PROCESSORS)) as service:
        main = psutil.Process(service.process.pid)
        each = [[processor] for processor in PROCESSORS]
        wait_until(lambda: affinities(service) == each)
        first = main.children()
        main.send_signal(signal.SIGHUP)
        wait_until(lambda: not any(worker.is_running() for worker in first))
        [*_, last] = main.children()
        last.kill()
        wait_until(lambda: last not in main.children() and affinities(service) == each)

        assert main.cpu_affinity() == PROCESSORS
