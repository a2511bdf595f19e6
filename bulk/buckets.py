"""Objects of S3 and compatible stores, found and read; the `AWS_` variables say how to get there."""

import glob
import re
from collections.abc import Iterator
from functools import cache
from typing import IO, TYPE_CHECKING

import obstore
from obstore.exceptions import BaseError
from obstore.fsspec import FsspecStore
from obstore.store import S3Store

from bulk.errors import FileTooLarge, RunRefused, UnreadableFile
from bulk.inputs import Input
from web.container import Container

if TYPE_CHECKING:
    from obstore import ObjectMeta

_SCHEME = "s3://"


def is_address(path: str) -> bool:
    """Say whether this is an address of an object, not the path of a file."""
    return path.startswith(_SCHEME)


def found(address: str) -> Iterator[Input]:
    """
    Find the objects that an address, its beginning or a pattern names.

    Raises:
        RunRefused: the store does not tell.
    """
    bucket, key = _parts(address)
    magic = re.search(r"[*?[]", key)
    try:
        if magic:
            regex = re.compile(glob.translate(key, recursive=True))
            prefix = key[: magic.start()].rpartition("/")[0]
            yield from (one for one in _below(bucket, prefix) if regex.match(_parts(one.path)[1]))
        elif (one := _object(bucket, key)) is not None:
            yield one
        else:
            yield from _below(bucket, key)
    except BaseError as error:
        raise RunRefused(f"{address} can not be listed: {first_line(error)}") from error


def content(address: str, *, max_bytes: int) -> bytes:
    """
    Read an object.

    Raises:
        FileTooLarge: it has more bytes than that; none of them is read.
        UnreadableFile: it can not be read.
    """
    bucket, key = _parts(address)
    try:
        answer = obstore.get(_store(bucket), key)
        size = answer.meta["size"]
        if size > max_bytes:
            raise FileTooLarge(f"{size} bytes are too many")
        return bytes(answer.bytes())
    except (BaseError, OSError) as error:
        raise UnreadableFile(first_line(error)) from error


def opened(address: str) -> IO[bytes]:
    """Open an object to read here and there in it."""
    store = FsspecStore("s3", client_options=Container.object_store_options())
    file: IO[bytes] = store.open(address)
    return file


def stamp(address: str) -> str:
    """Return what changes with the object's content."""
    bucket, key = _parts(address)
    return _stamp(obstore.head(_store(bucket), key))


def first_line(error: Exception) -> str:
    """Return what an error says, without the store's whole answer."""
    return str(error).partition("\n")[0].partition(": <?xml")[0]


@cache
def _store(bucket: str) -> S3Store:
    return S3Store(bucket, client_options=Container.object_store_options())


def _parts(address: str) -> tuple[str, str]:
    bucket, _, key = address.removeprefix(_SCHEME).partition("/")
    return bucket, key


def _object(bucket: str, key: str) -> Input | None:
    if not key or key.endswith("/"):
        return None
    try:
        return _input(bucket, obstore.head(_store(bucket), key))
    except FileNotFoundError:
        return None


def _below(bucket: str, prefix: str) -> Iterator[Input]:
    for page in obstore.list(_store(bucket), prefix or None):
        for one in page:
            below = one["path"].removeprefix(prefix)
            if not any(part.startswith(".") for part in below.split("/")):
                yield _input(bucket, one)


def _input(bucket: str, meta: "ObjectMeta") -> Input:
    return Input(f"{_SCHEME}{bucket}/{meta['path']}", stamp=_stamp(meta))


def _stamp(meta: "ObjectMeta") -> str:
    return f"{meta['size']} {meta['e_tag'] or meta['last_modified'].isoformat()}"
