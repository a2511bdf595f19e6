"""Files of a folder: whole or not there at all, whenever somebody looks."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from swagdigit import ArchiveUnavailable


@contextmanager
def errors_of_the_disk() -> Iterator[None]:
    """Tell errors of the file system as the domain does."""
    try:
        yield
    except OSError as error:
        raise ArchiveUnavailable(str(error)) from error


@contextmanager
def whole_file(folder: Path, content: bytes) -> Iterator[Path]:
    """
    Give a file with this content under a hidden name, which is gone afterwards.

    Raises:
        ArchiveUnavailable: the file system does not allow it, or what was done with the file.
    """
    with errors_of_the_disk():
        folder.mkdir(parents=True, exist_ok=True)  # it may have been deleted meanwhile
        number, name = tempfile.mkstemp(".part", ".", folder)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(content)
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


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


def stems_in(folder: Path, suffix: str) -> set[str]:
    """
    Return the names of the files with this suffix, without it; none if there is no folder.

    Raises:
        ArchiveUnavailable: it can not be read.
    """
    with errors_of_the_disk():
        try:
            return {file.stem for file in folder.iterdir() if file.suffix == suffix}
        except FileNotFoundError:
            return set()
