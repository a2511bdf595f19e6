"""Lists and reads members of zips, on this machine or in S3."""

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
from swagdigit import first_line

# What zipfile raises for broken zips and for those of unsupported kinds.
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
_ENCRYPTED = 1  # bit of a member's flags
# With the other methods, a few bytes may unpack into gigabytes inside the decompressor.
_METHODS = {ZIP_STORED, ZIP_DEFLATED}


def is_zip(path: str) -> bool:
    """Say whether a file is a zip by its name."""
    return path.lower().endswith(".zip")


def list_members(path: str) -> Iterator[Input]:
    """List the members of a zip that are not hidden; or the zip itself if it can not be read."""
    try:
        with _open(path) as file:
            infos = file.infolist()
    except _BROKEN as error:
        yield Input(path, problem=f"the zip is unreadable: {first_line(error)}")
        return
    for index, info in enumerate(infos):
        # A zip may call a member ./a.png, ../a.png or /a.png: it is not hidden, nor anywhere but in
        # the zip.
        parts = [part for part in info.filename.split("/") if part not in {"", ".", ".."}]
        if not (info.is_dir() or any(part.startswith(".") for part in parts)):
            yield Input(path, stamp=_member_stamp(info), member=index, name="/".join(parts))


def read_member(path: str, member: int, *, stamp: str, max_bytes: int) -> bytes:
    """
    Read a member of a zip by its index.

    Raises:
        FileTooLarge: it has more bytes than that; none of them is unpacked.
        UnreadableFile: it, or the zip, can not be read, or has changed since it was listed.
    """
    try:
        file = _open_cached(path, _stamp(path))
        info = _unchanged_member(file, member, stamp)
        _check(info, max_bytes)
        with file.open(info) as packed:
            # If it states a smaller size than it has, no more than that is unpacked, and its
            # checksum is wrong.
            return packed.read(info.file_size)
    except _BROKEN as error:
        raise UnreadableFile(first_line(error)) from error


def _unchanged_member(file: ZipFile, member: int, stamp: str) -> ZipInfo:
    # In a zip that was made anew during a run, another image may be at the same index: what is on
    # it would be told of the one that was listed there.
    for info in file.infolist()[member : member + 1]:
        if _member_stamp(info) == stamp:
            return info
    raise UnreadableFile("the zip has changed since its images were listed")


def _member_stamp(info: ZipInfo) -> str:
    return f"{info.file_size} {info.CRC}"


def _check(info: ZipInfo, max_bytes: int) -> None:
    if info.file_size > max_bytes:
        raise FileTooLarge(f"{info.file_size} bytes are too many")
    if info.flag_bits & _ENCRYPTED:
        raise UnreadableFile("it is locked with a password")
    if info.compress_type not in _METHODS:
        raise UnreadableFile("it is packed in another way than zips usually are")


# The table of contents of a large zip takes longer to read than many of its members do.
@lru_cache(maxsize=1)
def _open_cached(path: str, _stamp: str) -> ZipFile:
    return _open(path)


def _open(path: str) -> ZipFile:
    return ZipFile(buckets.open_object(path) if buckets.is_address(path) else path)


def _stamp(path: str) -> str:
    if buckets.is_address(path):
        return buckets.stamp(path)
    status = Path(path).stat()
    return f"{status.st_ino} {status.st_size} {status.st_mtime_ns}"
