"""Finds and reads files in folders of this machine."""

import glob
import os
import re
import stat
from collections.abc import Iterator
from functools import lru_cache

from bulk.errors import FileTooLarge, UnreadableFile
from bulk.inputs import Input


def find_files(name: str) -> Iterator[Input] | None:
    """Find the files that a path or a pattern names; return None if there is no such path."""
    path = os.path.abspath(name)
    if os.path.isdir(path):
        return _files_in(path)
    if os.path.lexists(path):
        return iter([_file(path)])
    return _matching(name) if glob.has_magic(name) else None


def real_path(path: str) -> str:
    """Resolve the links in the path of a file, but not the file itself if it is one."""
    folder, name = os.path.split(path)
    return os.path.join(_real_folder(folder), name)


def read_file(path: str, *, max_bytes: int) -> bytes:
    """
    Read a file.

    Raises:
        FileTooLarge: it has more bytes than that.
        UnreadableFile: it can not be read.
    """
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > max_bytes:
                raise FileTooLarge(f"{size} bytes are too many")
            return file.read(size)
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error)) from error


@lru_cache(maxsize=1)  # the files of a folder, which may be millions, are found one after another
def _real_folder(folder: str) -> str:
    return os.path.realpath(folder)


def _matching(name: str) -> Iterator[Input]:
    # The pattern begins after the folders without wildcards: if the name of the current folder has
    # such characters, they stand for themselves.
    fixed = os.path.dirname(name[: re.search(r"[*?[]", name).start()])  # type: ignore[union-attr]
    folder, pattern = os.path.abspath(fixed), os.path.normpath(name[len(fixed) :].lstrip("/"))
    depth = None if "**" in pattern else pattern.count("/")
    regex = re.compile(glob.translate(pattern, recursive=True))
    prefix_length = len(folder.rstrip("/")) + 1
    return (file for file in _files_in(folder, depth) if regex.match(file.path[prefix_length:]))


def _files_in(folder: str, depth: int | None = None) -> Iterator[Input]:
    """
    Find the files of a folder, and of the folders in it down to a depth.

    Files are found one at a time, so that millions of them take no memory. Symbolic links to
    folders are not followed, so that there are no endless loops.
    """
    pending = [(folder, 0)]
    while pending:
        folder, level = pending.pop()
        try:
            entries = os.scandir(folder)
        except OSError as error:
            yield Input(folder, problem=error.strerror or str(error))
            continue
        with entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if depth is None or level < depth:
                        pending.append((entry.path, level + 1))
                elif not (entry.is_symlink() and os.path.isdir(entry.path)):
                    yield _file(entry.path)


def _file(path: str) -> Input:
    try:
        status = os.stat(path)
    except OSError as error:  # a link to nothing or to itself
        return Input(path, problem=error.strerror or str(error))
    if not stat.S_ISREG(status.st_mode):
        return Input(path, problem="this is no file with a content")
    return Input(path, stamp=f"{status.st_size} {status.st_mtime_ns}")
