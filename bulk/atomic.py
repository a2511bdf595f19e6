"""Atomic writes: a file is complete or not there at all, whenever the process or machine ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".*.unfinished"
"""The names, as a pattern, of what a killed process may leave behind. Hidden files are no images."""


@contextmanager
def atomic_write(file: Path) -> Iterator[Path]:
    """
    Give a path to write to; at the end, what was written there replaces the file.

    If an exception is raised meanwhile, the file stays as it was.
    """
    path = file.with_name(UNFINISHED.replace("*", file.name))
    try:
        yield path
        _fsync(path)
        path.replace(file)
        _fsync(file.parent)
    finally:
        path.unlink(missing_ok=True)


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
