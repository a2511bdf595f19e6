"""Bucket: the objects of S3, or of what speaks like it, asked for again where it fails."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError, GenericError
from obstore.store import S3Store

from adapters.archives.endpoint import client_options
from adapters.archives.retrying import RetryingCaller
from swagdigit import ArchiveUnavailable, first_line

_log = logging.getLogger(__name__)

_ATTEMPT = timedelta(seconds=1.2)  # a request that takes longer has failed
_LARGE = 256_000  # bytes; what is larger may have to come or go over a thin line
_LARGE_ATTEMPT = timedelta(seconds=12)
_PAGE = 1000  # objects; what S3 lists at a time


@contextmanager
def _errors_of_the_store() -> Iterator[None]:
    """Tell errors of the store as the domain does."""
    try:
        yield
    except (BaseError, FileNotFoundError) as error:  # it would say so again: the rights are wrong
        _log.warning("the object store refuses: %s", first_line(error))
        raise ArchiveUnavailable(first_line(error)) from error


class Bucket:
    """
    The objects of a bucket whose keys begin with a prefix, by the rest of their keys.

    Where the store is, and who asks it, is told by the environment: `AWS_ENDPOINT_URL`,
    `AWS_REGION`, `AWS_ACCESS_KEY_ID` and their like. No thread is made before the first question,
    so that a process may fork until then. Each question raises ArchiveUnavailable where the store
    does not do what it is asked for.
    """

    def __init__(self, name: str, prefix: str) -> None:
        self._store, self._patient_store = (
            S3Store(
                name,
                prefix=prefix or None,
                client_options={"timeout": attempt, **client_options()},
                # Its own retries leave out what must not be done twice, and so every new object.
                retry_config={"max_retries": 0},
            )
            for attempt in (_ATTEMPT, _LARGE_ATTEMPT)
        )
        self._call = RetryingCaller(GenericError).call

    def put(self, key: str, content: bytes) -> None:
        """Let the object have this content."""
        with _errors_of_the_store():
            self._call(partial(obstore.put, self._store, key, content))

    def create(self, key: str, content: bytes) -> bool:
        """Make the object, or return False if there is one that somebody else has made."""
        attempts = 0

        def attempt() -> None:
            nonlocal attempts
            attempts += 1
            obstore.put(store, key, content, mode="create")

        is_large = len(content) > _LARGE
        # What is large says nothing of the store where it fails: a small question does, before.
        if is_large and self.has(key):
            return False
        store = self._store_for(is_large=is_large)
        with _errors_of_the_store():
            try:
                self._call(attempt, tells=not is_large)
            except AlreadyExistsError:
                # An attempt whose answer was lost may have made it.
                return attempts > 1 and self._content(key, is_large=is_large) == content
            return True

    def content(self, key: str) -> bytes | None:
        """Return what is in a small object, or None if there is none."""
        return self._content(key, is_large=False)

    def content_of_any_size(self, key: str) -> bytes | None:
        """Return what is in the object, however large, or None if there is none; asks once more."""
        size = self._size(key)
        return None if size is None else self._content(key, is_large=size > _LARGE)

    def has(self, key: str) -> bool:
        """Say whether there is such an object."""
        return self._size(key) is not None

    def delete(self, *keys: str) -> None:
        """Let there be no such objects."""
        with _errors_of_the_store():
            self._call(partial(obstore.delete, self._store, keys))

    def keys_after(self, key: str) -> Iterator[str]:
        """Give the keys of all objects after this one, in order."""
        with _errors_of_the_store():
            while page := self._call(partial(self._page_after, key)):
                yield from page
                key = page[-1]

    def _store_for(self, *, is_large: bool) -> S3Store:
        return self._patient_store if is_large else self._store

    def _content(self, key: str, *, is_large: bool) -> bytes | None:
        store = self._store_for(is_large=is_large)
        with _errors_of_the_store():
            try:
                return self._call(
                    lambda: obstore.get(store, key).bytes().to_bytes(), tells=not is_large
                )
            except FileNotFoundError:
                return None

    def _size(self, key: str) -> int | None:
        with _errors_of_the_store():
            try:
                return self._call(partial(obstore.head, self._store, key))["size"]
            except FileNotFoundError:
                return None

    def _page_after(self, key: str) -> list[str]:
        pages = obstore.list(self._store, offset=key or None, chunk_size=_PAGE)
        return [entry["path"] for entry in next(pages, [])]
