"""TaskPool: has parts read by the workers of a cluster, a bounded number of them at a time."""

from collections.abc import Iterable, Iterator
from functools import partial

import pyarrow as pa
from distributed import Client, Future, as_completed

from bulk.errors import RunInterrupted
from bulk.inputs import Input
from bulk.isolation import ReadFunction, read_isolated
from swagdigit import SwagDigitError

_TASKS_PER_THREAD = 2  # one that runs, and one to run next without waiting for the client

type NumberedPart = tuple[int, list[Input]]


class TaskPool:
    """
    Submits numbered parts to the workers of a client, and gives their tables as they are finished.

    A part that crashes its worker is read again in isolation: then only the images that crash
    their reader get a row with an error.
    """

    def __init__(self, client: Client, read: ReadFunction) -> None:
        self._client = client
        self._read = read
        self._read_isolated = partial(read_isolated, read)
        self._completed = as_completed(loop=client.loop, with_results=True, raise_errors=False)
        self._pending: dict[Future[pa.Table], tuple[ReadFunction, NumberedPart]] = {}

    def tables(self, parts: Iterable[NumberedPart]) -> Iterator[tuple[int, pa.Table]]:
        """
        Read parts, and give the number and the table of each, in the order they are finished.

        Args:
            parts: taken one at a time, as the workers need them.

        Raises:
            RunInterrupted: the workers are gone, or none can read now.
        """
        remaining = iter(parts)
        while self._submit_up_to_limit(remaining):
            future, result = next(self._completed)
            read, part = self._pending.pop(future)
            match future.status:
                case "finished":
                    yield part[0], result
                case "error" if read is self._read and _may_be_caused_by_images(result[1]):
                    self._submit(self._read_isolated, part)
                case "error":
                    raise RunInterrupted(str(result[1])) from result[1]
                case _:
                    raise RunInterrupted("the cluster is gone")

    def _submit_up_to_limit(self, remaining: Iterator[NumberedPart]) -> bool:
        """Submit as many parts as the workers have room for; say whether any are pending."""
        limit = _TASKS_PER_THREAD * max(1, sum(self._client.nthreads().values()))
        while len(self._pending) < limit and (part := next(remaining, None)):
            self._submit(self._read, part)
        return bool(self._pending)

    def _submit(self, read: ReadFunction, part: NumberedPart) -> None:
        _, images = part
        future = self._client.submit(read, images, pure=False)
        self._pending[future] = read, part
        self._completed.add(future)


def _may_be_caused_by_images(error: Exception) -> bool:
    """Say whether an error may come of the images, rather than of what a worker lacks."""
    return not isinstance(error, SwagDigitError | ImportError)
