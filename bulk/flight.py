"""Flight: the parts that workers read, a bounded number of them at a time."""

from collections.abc import Iterable, Iterator
from functools import partial

import pyarrow as pa
from distributed import Client, Future, as_completed

from bulk.errors import RunBrokenOff
from bulk.inputs import Input
from bulk.isolation import ReadFunction, read_isolated
from swagdigit import SwagDigitError

_AHEAD = 2  # tasks for each thread of the workers: one to do, one to go on with at once

type Part = tuple[int, list[Input]]


class Flight:
    """
    Has numbered parts read by the workers of a client, and gives their tables as they come.

    A part that crashes its worker is read again in isolation: an image that crashes its reader gets
    a row with an error.
    """

    def __init__(self, client: Client, read: ReadFunction) -> None:
        self._client = client
        self._read = read
        self._read_isolated = partial(read_isolated, read)
        self._completed = as_completed(loop=client.loop, with_results=True, raise_errors=False)
        self._under_way: dict[Future[pa.Table], tuple[ReadFunction, Part]] = {}

    def tables(self, parts: Iterable[Part]) -> Iterator[tuple[int, pa.Table]]:
        """
        Read parts, and give the number and the table of each.

        Raises:
            RunBrokenOff: the workers are gone, or none can read now.
        """
        waiting = iter(parts)
        while self._take_off(waiting):
            future, result = next(self._completed)
            read, part = self._under_way.pop(future)
            match future.status:
                case "finished":
                    yield part[0], result
                case "error" if read is self._read and _is_of_images(result[1]):
                    self._start(self._read_isolated, part)
                case "error":
                    raise RunBrokenOff(str(result[1])) from result[1]
                case _:
                    raise RunBrokenOff("the cluster is gone")

    def _take_off(self, waiting: Iterator[Part]) -> bool:
        """Start as many parts as there is room for; say whether any are under way."""
        room = _AHEAD * max(1, sum(self._client.nthreads().values()))
        while len(self._under_way) < room and (part := next(waiting, None)):
            self._start(self._read, part)
        return bool(self._under_way)

    def _start(self, read: ReadFunction, part: Part) -> None:
        future = self._client.submit(read, part[1], pure=False)
        self._under_way[future] = read, part
        self._completed.add(future)


def _is_of_images(error: Exception) -> bool:
    """Say whether images may have brought it about, rather than what a worker lacks."""
    return not isinstance(error, SwagDigitError | ImportError)
