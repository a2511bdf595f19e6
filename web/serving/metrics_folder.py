"""The folder in which the workers of one server keep their metrics."""

import atexit
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from web.serving.slots import FOLDER_VARIABLE


def make_metrics_folder() -> None:
    """
    Have the workers keep their metrics in a new folder, which is removed when the server ends.

    A server that reads its configuration again, to take up changes, goes on with its own.
    """
    pid = os.getpid()
    ours = f"swagdigit-metrics-{pid}-"
    if Path(os.environ.get(FOLDER_VARIABLE, "")).name.startswith(ours):
        return
    os.environ[FOLDER_VARIABLE] = folder = tempfile.mkdtemp(prefix=ours)
    _lock(folder)

    def remove() -> None:
        if os.getpid() == pid:  # a worker ends long before
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)


def _lock(folder: str) -> None:
    """Have systemd-tmpfiles, which empties folders that nothing was written to for days, pass over it."""
    # Open as long as the server runs. https://systemd.io/TEMPORARY_DIRECTORIES/
    fcntl.flock(os.open(folder, os.O_RDONLY), fcntl.LOCK_EX)
