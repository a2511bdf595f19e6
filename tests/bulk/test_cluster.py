"""Workers on this machine."""

from typing import ClassVar

import pytest
from tornado.ioloop import PeriodicCallback

from bulk import cluster
from bulk.cluster import local_workers


class _Recorded(PeriodicCallback):
    """Keeps every one that is made."""

    made: ClassVar = []

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.made.append(self)


@pytest.mark.slow
def test_workers_of_a_failed_run_are_not_started_again(monkeypatch):
    """While the cluster ends, nothing calls its workers back."""
    monkeypatch.setattr(cluster, "PeriodicCallback", _Recorded)
    with pytest.raises(KeyboardInterrupt), local_workers(1):
        raise KeyboardInterrupt
    [restart] = _Recorded.made

    assert not restart.is_running()
