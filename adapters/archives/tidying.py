"""What a folder is to be relieved of: what killed processes left, and images beyond the limits."""

import fcntl
import heapq
import os
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from adapters.archives.files import PART, errors_of_the_disk
from adapters.archives.limits import ArchiveLimits
from adapters.archives.listing import files_in, room_in
from adapters.archives.names import NAME, SUFFIXES

_HIDDEN_NAME = re.compile(rf"\.[a-z0-9_]{{8}}(\.probe)?{re.escape(PART)}")
_AT_ONCE = 30_000  # names that are held in memory, of however many there are


def sweep(folder: Path) -> None:
    """
    Remove the hidden files of processes that were killed in the middle of writing one.

    Raises:
        ArchiveUnavailable: it can not be read, or nothing can be removed.
    """
    with errors_of_the_disk():
        for file in files_in(folder):
            if _HIDDEN_NAME.fullmatch(file.name):
                with suppress(FileNotFoundError):  # it just got its own name
                    _remove_unless_open(file.path)


def _remove_unless_open(path: str) -> None:
    # The lock of a process ends with it, however it ends.
    with open(path, "rb") as file, suppress(BlockingIOError):
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.unlink(path)


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Say whether nobody else is at this folder in the same way; one at a time is enough for a chore."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:  # whoever does the chore will see
        yield True
        return
    try:
        yield _is_locked(number)
    finally:
        os.close(number)


def _is_locked(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # not every file system has locks
        return True
    return True


def oldest_beyond(
    limits: ArchiveLimits, folder: Path, *, now: datetime, at_once: int = _AT_ONCE
) -> list[str]:
    """
    Return the names of images that have to go, the oldest first.

    They may not be all: ask again when they are gone, until there are none.

    Raises:
        ArchiveUnavailable: the folder can not be read.
    """
    total = 0

    def images() -> Iterator[tuple[str, int]]:
        nonlocal total
        for file, size in room_in(folder):
            name, suffix = os.path.splitext(file)
            if suffix in SUFFIXES and NAME.fullmatch(name):
                total += size
                yield name, size

    sizes: Counter[str] = Counter()
    for name, size in heapq.nsmallest(at_once, images()):
        sizes[name] += size  # an image has several files
    return list(limits.beyond(sizes, total=total, now=now))
