"""Files of a folder: whole or not there at all, whenever somebody looks."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from swagdigit import ArchiveUnavailable

PART = ".part"
"""How the hidden names end under which files are written."""


@contextmanager
def errors_of_the_disk() -> Iterator[None]:
    """Tell errors of the file system as the domain does."""
    try:
        yield
    except OSError as error:
        raise ArchiveUnavailable(str(error)) from error


def write_whole[T](
    folder: Path, content: bytes, publish: Callable[[str], T], *, fsync: bool = False
) -> T:
    """
    Write a file under a hidden name, and return what `publish` does, which gives it its own.

    The hidden name is gone afterwards. With `fsync`, the content and what was done with the file
    survive a power cut too.

    Raises:
        ArchiveUnavailable: the file system does not allow it, or what was done with the file.
    """
    # No context manager of our own: each takes as long as one of the system's calls.
    try:
        number, path = _hidden_file(folder)
        try:
            _write(number, content)
            if fsync:
                os.fsync(number)
            published = publish(path)
            if fsync:
                sync_names_in(folder)
        finally:
            try:
                with suppress(FileNotFoundError):  # it got its own name instead of a second one
                    os.unlink(path)
            finally:
                os.close(number)  # open until now, and so locked
    except OSError as error:
        raise ArchiveUnavailable(str(error)) from error
    return published


def _hidden_file(folder: Path) -> tuple[int, str]:
    """Make a file that is locked as long as it is open here, so that no sweep removes it."""
    # Not by tempfile or pathlib: each image is worth two of these, and they took half of the time.
    while True:
        path = f"{folder}/.{secrets.token_hex(4)}{PART}"
        try:
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileNotFoundError:  # never made, or deleted meanwhile
            folder.mkdir(parents=True, exist_ok=True)
            continue
        except FileExistsError:
            continue
        try:
            fcntl.flock(number, fcntl.LOCK_EX)
        except OSError:  # not every file system has locks
            os.close(number)
            os.unlink(path)
            raise
        if os.fstat(number).st_nlink:
            return number, path
        os.close(number)  # swept between its making and its lock


def _write(number: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(number, left) :]


def sync_names_in(folder: Path) -> None:
    """Have the names that the folder has, and has no more, survive a power cut."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def content_of(file: Path) -> bytes | None:
    """
    Return what is in the file, or None if there is no such file.

    Raises:
        ArchiveUnavailable: it can not be read.
    """
    with errors_of_the_disk():
        try:
            return file.read_bytes()
        except FileNotFoundError:
            return None
