"""Files that are whole or not there at all, whenever the process or the machine ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

UNFINISHED = ".unfinished"


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """Give a path to write to; what is there afterwards becomes the file, replacing an older one."""
    path = file.with_name(file.name + UNFINISHED)
    try:
        yield path
        _sync(path)
        path.replace(file)
        _sync(file.parent)
    finally:
        path.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
