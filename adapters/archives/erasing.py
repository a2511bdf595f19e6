"""How files of an archive go: those of an image, and what killed processes left."""

import fcntl
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from adapters.archives.files import PART
from adapters.archives.listing import files_in
from adapters.archives.names import SUFFIXES

_HIDDEN_NAME = re.compile(rf"\.[a-z0-9_]{{8}}(\.probe)?{re.escape(PART)}")

_log = logging.getLogger(__name__)


def erase(folder: Path, image_id: str) -> None:
    """
    Remove all files of an image, as far as they are there.

    Raises:
        OSError: the file system does not allow it.
    """
    # All of it in any case: who was stopped in the middle the last time can finish it.
    for suffix in SUFFIXES:
        (folder / f"{image_id}{suffix}").unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """
    Remove the hidden files of processes that were killed in the middle of writing one.

    Raises:
        ArchiveUnavailable: the folder can not be read.
    """
    for file in files_in(folder):
        if _HIDDEN_NAME.fullmatch(file.name):
            with removal_logged(), suppress(FileNotFoundError):  # it just got its own name
                _remove_unless_open(file.path)


@contextmanager
def removal_logged() -> Iterator[None]:
    """Go on with the next file: one of another user's is no reason to leave all others."""
    try:
        yield
    except OSError as error:
        _log.warning("a file of the archive can not be removed: %s", error)


def _remove_unless_open(path: str) -> None:
    # The lock of a process ends with it, however it ends.
    with open(path, "rb") as file, suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(path)
