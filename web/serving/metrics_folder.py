"""The folder in which the workers of one server keep their metrics."""

import atexit
import fcntl
import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from web.serving.slots import FOLDER_VARIABLE

_PREFIX = "swagdigit-metrics-"
_MEMORY = "/dev/shm"  # noqa: S108 (the folder made there has a name that nobody knows)
_MINUTE = 60  # seconds


def make_metrics_folder() -> None:
    """
    Have the workers keep their metrics in a new folder, which is removed when the server ends.

    A server that reads its configuration again, to take up changes, goes on with its own.
    """
    pid = os.getpid()
    ours = f"{_PREFIX}{pid}-"
    if Path(os.environ.get(FOLDER_VARIABLE, "")).name.startswith(ours):
        return
    parent = _parent()
    _remove_what_the_killed_left(parent)
    os.environ[FOLDER_VARIABLE] = folder = tempfile.mkdtemp(prefix=ours, dir=parent)
    _lock(folder)  # as long as the server runs

    def remove() -> None:
        if os.getpid() == pid:  # a worker ends long before
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)


def _parent() -> str:
    """Return where files lie in memory, or if there is no such place, where temporary ones do."""
    # The files are written by being mapped: where a disk is full, the system kills who does so.
    return _MEMORY if os.access(_MEMORY, os.W_OK | os.X_OK) else tempfile.gettempdir()


def _remove_what_the_killed_left(parent: str) -> None:
    for folder in Path(parent).glob(f"{_PREFIX}*"):
        with suppress(OSError):  # its server lives, or it is another user's
            if time.time() - folder.stat().st_mtime > _MINUTE:  # or about to be locked
                os.close(_lock(folder))
                shutil.rmtree(folder)


def _lock(folder: str | Path) -> int:
    """
    Lock a folder until the returned file is closed, so that nobody takes it for one that was left.

    systemd-tmpfiles, which empties folders that nothing was written to for days, passes over it, too:
    https://systemd.io/TEMPORARY_DIRECTORIES/

    Raises:
        BlockingIOError: another server has it.
    """
    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(number)
        raise
    return number
