"""ObjectStoreArchive: keeps images as objects in a bucket of S3, or of what speaks like it."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import takewhile
from typing import override

from adapters.archives.bucket import Bucket
from adapters.archives.named_archive import NamedArchive, file_name
from adapters.archives.names import NAME, name_of, utc_now
from adapters.archives.newest import newest
from swagdigit import ArchiveEntry, ImageNotFound

_READERS = 8  # requests at a time where many small objects are read

PROBE = "probe"
"""The key of the object that is written to see whether one can be."""


class ObjectStoreArchive(NamedArchive):
    """
    Keeps each image in an object `<UTC time>.png`, what was said of it beside in a `.json`, and
    what a person said in a `.label`.

    The store takes an object whole or not at all, and gives each name once, so that many machines
    can share a bucket. How much of them it keeps, its lifecycle rules say. Where the answer of the
    store is lost, an image may be there that nobody was told of.
    """

    def __init__(
        self, bucket: str, prefix: str = "", *, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._bucket = Bucket(bucket, prefix)
        self._now = now

    @override
    def keep(self, png: bytes) -> str:
        time = self._now()
        while not self._bucket.create(f"{name_of(time)}.png", png):
            time += timedelta(microseconds=1)
        return name_of(time)

    @override
    def ids(self, *, labelled: bool = False) -> list[str]:
        keys = self._bucket.keys_after("")
        return list(_labelled(keys) if labelled else _names(keys, ".png"))

    @override
    def latest(self, limit: int, *, before: str | None = None) -> list[ArchiveEntry]:
        def names_since(time: datetime) -> Iterator[str]:
            names = _names(self._bucket.keys_after(name_of(time)), ".png")
            return takewhile(lambda name: before is None or name < before, names)

        names = newest(names_since, limit, now=self._now())
        with ThreadPoolExecutor(_READERS) as readers:
            return list(readers.map(self._entry, names))

    @override
    def delete(self, image_id: str) -> None:
        there = self._bucket.has(file_name(image_id, ".png"))
        # The image first: who says something of it meanwhile then sees that it is gone. All of it
        # in any case: who was stopped in the middle the last time can finish it.
        self._bucket.delete(file_name(image_id, ".png"))
        self._bucket.delete(file_name(image_id, ".json"), file_name(image_id, ".label"))
        if not there:
            raise ImageNotFound(image_id)

    @override
    def check(self) -> None:
        self._bucket.put(PROBE, b"")

    @override
    def _content(self, image_id: str, suffix: str) -> bytes | None:
        key = file_name(image_id, suffix)
        if suffix == ".png":
            return self._bucket.content_of_any_size(key)
        return self._bucket.content(key)

    @override
    def _put_beside(self, image_id: str, suffix: str, content: bytes) -> None:
        beside = file_name(image_id, suffix)
        self._bucket.put(beside, content)
        if not self._bucket.has(file_name(image_id, ".png")):  # never there, or deleted meanwhile
            self._bucket.delete(beside)
            raise ImageNotFound(image_id)


def _labelled(keys: Iterable[str]) -> Iterator[str]:
    """Give the names of the images that have a label, of keys in order: it stands before the image."""
    label = None
    for key in keys:
        name, _, suffix = key.rpartition(".")
        if suffix == "label":
            label = name
        elif suffix == "png" and name == label and NAME.fullmatch(name):
            yield name


def _names(keys: Iterable[str], suffix: str) -> Iterator[str]:
    """Give the names of the images that these keys say something of, by their suffix."""
    for key in keys:
        name = key.removesuffix(suffix)
        if name != key and NAME.fullmatch(name):
            yield name
