"""Members of zips, found and read."""

import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from obstore.exceptions import BaseError

from bulk import buckets
from bulk.errors import FileTooLarge, UnreadableFile
from bulk.inputs import Input

# What zipfile raises for broken zips and for those of rare kinds.
_BROKEN = (
    BadZipFile,
    BaseError,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
    zlib.error,
)
_ENCRYPTED = 1
# The others would unpack a few bytes into gigabytes of memory of their own.
_METHODS = {ZIP_STORED, ZIP_DEFLATED}


def is_zip(path: str) -> bool:
    """Say whether a file is a zip by its name."""
    return path.lower().endswith(".zip")


def members(path: str) -> Iterator[Input]:
    """Find the members of a zip that are not hidden; the zip itself if it can not be read."""
    try:
        with _opened(path) as file:
            infos = file.infolist()
    except _BROKEN as error:
        yield Input(path, problem=f"the zip is unreadable: {buckets.first_line(error)}")
        return
    for place, info in enumerate(infos):
        hidden = any(part.startswith(".") for part in info.filename.split("/"))
        if not (info.is_dir() or hidden):
            stamp = f"{info.file_size} {info.CRC}"
            yield Input(path, stamp=stamp, member=place, name=info.filename)


def content(path: str, member: int, *, max_bytes: int) -> bytes:
    """
    Read a member of a zip by its place.

    Raises:
        FileTooLarge: it has more bytes than that; none of them is unpacked.
        UnreadableFile: it, or the zip, can not be read.
    """
    try:
        file = _remembered(path, _stamp(path))
        info = file.infolist()[member]
        _admit(info, max_bytes)
        with file.open(info) as packed:
            # Of one that says less than it has, no more than this is unpacked; then its checksum
            # is wrong.
            return packed.read(info.file_size)
    except (*_BROKEN, LookupError) as error:
        raise UnreadableFile(buckets.first_line(error)) from error


def _admit(info: ZipInfo, max_bytes: int) -> None:
    if info.file_size > max_bytes:
        raise FileTooLarge(f"{info.file_size} bytes are too many")
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableFile("it is locked with a password")
    if info.compress_type not in _METHODS:
        raise UnreadableFile("it is packed in another way than zips usually are")


# The table of contents of a large zip takes longer to read than many of its members do.
@lru_cache(maxsize=1)
def _remembered(path: str, _stamp: str) -> ZipFile:
    return _opened(path)


def _opened(path: str) -> ZipFile:
    return ZipFile(buckets.opened(path) if buckets.is_address(path) else path)


def _stamp(path: str) -> str:
    if buckets.is_address(path):
        return buckets.stamp(path)
    status = Path(path).stat()
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns}"
