"""Finds and reads objects of S3 and compatible stores; `AWS_` variables say how to reach them."""

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
from swagdigit import first_line
from web.container import Container

if TYPE_CHECKING:
    from obstore import ObjectMeta

_SCHEME = "s3://"


def is_address(path: str) -> bool:
    """Say whether this is an address of an object, not the path of a file."""
    return path.startswith(_SCHEME)


def find_objects(address: str) -> Iterator[Input]:
    """
    Find the objects that an address names: one, all below it as in a folder, or those of a pattern.

    Raises:
        RunRefused: it names no bucket, or the store can not be reached or does not list them.
    """
    bucket, key = _parts(address)
    if not bucket:
        raise RunRefused(f"{address} names no bucket")
    try:
        if (one := _find_object(bucket, key)) is not None:
            yield one
        elif wildcard := re.search(r"[*?[]", key):
            regex = re.compile(glob.translate(key, recursive=True))
            prefix = key[: wildcard.start()].rpartition("/")[0]
            yield from (one for one in _list(bucket, prefix) if regex.match(_parts(one.path)[1]))
        else:
            yield from _list(bucket, key)
    except BaseError as error:
        raise RunRefused(f"{address} can not be listed: {first_line(error)}") from error


def read_object(address: str, *, max_bytes: int) -> bytes:
    """
    Read an object.

    Raises:
        FileTooLarge: it has more bytes than that; none of them is read.
        UnreadableFile: it can not be read.
    """
    bucket, key = _parts(address)
    try:
        response = obstore.get(_store(bucket), key)
        size = response.meta["size"]
        if size > max_bytes:
            raise FileTooLarge(f"{size} bytes are too many")
        return bytes(response.bytes())
    except (BaseError, OSError) as error:
        raise UnreadableFile(first_line(error)) from error


def open_object(address: str) -> IO[bytes]:
    """Open an object for random access."""
    store = FsspecStore("s3", client_options=Container.object_store_options())
    file: IO[bytes] = store.open(address)
    return file


def stamp(address: str) -> str:
    """Return the stamp of an object: it changes with the content."""
    bucket, key = _parts(address)
    return _stamp(obstore.head(_store(bucket), key))


@cache
def _store(bucket: str) -> S3Store:
    return S3Store(bucket, client_options=Container.object_store_options())


def _parts(address: str) -> tuple[str, str]:
    bucket, _, key = address.removeprefix(_SCHEME).partition("/")
    return bucket, key


def _find_object(bucket: str, key: str) -> Input | None:
    if not key or key.endswith("/"):
        return None
    try:
        return _input(bucket, obstore.head(_store(bucket), key))
    except FileNotFoundError:
        return None


def _list(bucket: str, prefix: str) -> Iterator[Input]:
    for page in obstore.list(_store(bucket), prefix or None):
        for meta in page:
            relative = meta["path"].removeprefix(prefix)
            if any(part.startswith(".") for part in relative.split("/")):
                continue
            if meta["size"] or not _is_folder(bucket, meta["path"]):
                yield _input(bucket, meta)


def _is_folder(bucket: str, key: str) -> bool:
    """
    Say whether an empty object that was listed is the mark of a folder, whose key ends in a slash.

    Consoles of S3 and file systems on it make those; obstore lists them without the slash.
    """
    return _find_object(bucket, key) is None


def _input(bucket: str, meta: "ObjectMeta") -> Input:
    return Input(f"{_SCHEME}{bucket}/{meta['path']}", stamp=_stamp(meta))


def _stamp(meta: "ObjectMeta") -> str:
    return f"{meta['size']} {meta['e_tag'] or meta['last_modified'].isoformat()}"
