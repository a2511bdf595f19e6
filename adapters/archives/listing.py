"""What is in a folder, one file after the other: there may be more than memory has room for."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from adapters.archives.files import errors_of_the_disk

_BLOCK = 512  # bytes; what stat counts in, whatever the file system's own blocks are


def files_in(folder: Path) -> Iterator[os.DirEntry[str]]:
    """
    Give all files, in no order; none if there is no folder.

    Raises:
        ArchiveUnavailable: it can not be read.
    """
    with errors_of_the_disk(), suppress(FileNotFoundError), os.scandir(folder) as files:
        yield from files


def names_in(folder: Path, suffix: str) -> Iterator[str]:
    """
    Give the names of the files with this suffix, without it, in no order.

    Raises:
        ArchiveUnavailable: the folder can not be read.
    """
    for file in files_in(folder):
        if file.name.endswith(suffix):
            yield file.name.removesuffix(suffix)


def room_in(folder: Path) -> Iterator[tuple[str, int]]:
    """
    Give the name of each file, and how many bytes of the disk it takes: of a link, those of its own.

    Raises:
        ArchiveUnavailable: the folder can not be read.
    """
    for file in files_in(folder):
        with errors_of_the_disk(), suppress(FileNotFoundError):  # deleted meanwhile
            # Where a link leads matters to nobody: it may be to itself.
            yield file.name, file.stat(follow_symlinks=False).st_blocks * _BLOCK
