"""What a folder is to be relieved of: what killed processes left, and images beyond the limits."""

import fcntl
import heapq
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from adapters.archives.erasing import erase, removal_logged, sweep
from adapters.archives.limits import ArchiveLimits
from adapters.archives.listing import room_in
from adapters.archives.names import NAME, SUFFIXES
from swagdigit import ArchiveUnavailable

_log = logging.getLogger(__name__)

_AT_ONCE = 30_000  # names that are held in memory, of however many there are


def tidy(folder: Path, limits: ArchiveLimits, *, now: Callable[[], datetime]) -> None:
    """
    Remove what killed processes left and what is beyond the limits; log what can not be removed.

    Of those who would do so at once, one does.
    """
    try:
        with alone_in(folder) as alone:
            if alone:
                sweep(folder)
                _keep_within(limits, folder, now)
    except ArchiveUnavailable as error:
        _log.warning("the archive can not be tidied: %s", error)


def _keep_within(limits: ArchiveLimits, folder: Path, now: Callable[[], datetime]) -> None:
    while limits and (names := oldest_beyond(limits, folder, now=now())):
        erased = 0
        for name in names:
            with removal_logged():
                erase(folder, name)
                erased += 1
        if not erased:  # the same would come again
            return


@contextmanager
def alone_in(folder: Path) -> Iterator[bool]:
    """Say whether nobody else is at this folder in the same way; one at a time is enough for a chore."""
    try:
        number = os.open(folder, os.O_RDONLY)
    except OSError:  # whoever does the chore will see
        yield True
        return
    try:
        yield _lock(number)
    finally:
        os.close(number)


def _lock(number: int) -> bool:
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
