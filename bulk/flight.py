"""Flight: the parts that workers read, a bounded number of them at a time."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from distributed import Client, Future, as_completed

from bulk.errors import ReaderCrashed, RunBrokenOff
from bulk.inputs import Input
from bulk.rows import table_of
from swagdigit import SwagDigitError

_AHEAD = 2  # tasks for each thread of the workers: one to do, one to go on with at once


@dataclass(frozen=True, slots=True)
class _Piece:
    part: int
    start: int
    images: Sequence[Input]

    def halves(self) -> Iterable["_Piece"]:
        middle = len(self.images) // 2
        yield _Piece(self.part, self.start, self.images[:middle])
        yield _Piece(self.part, self.start + middle, self.images[middle:])


class Flight:
    """
    Has parts read by the workers of a client, and gives their tables as they come.

    A part that ends its worker is halved, until the image is found that does; that one gets a
    row with an error.
    """

    def __init__(self, client: Client, read: Callable[[Sequence[Input]], pa.Table]) -> None:
        self._client = client
        self._read = read
        self._completed = as_completed(loop=client.loop, with_results=True, raise_errors=False)
        self._under_way: dict[Future[pa.Table], _Piece] = {}
        self._landed: dict[int, dict[int, pa.Table]] = {}

    def tables(self, parts: Iterable[tuple[int, list[Input]]]) -> Iterator[tuple[int, pa.Table]]:
        """
        Read numbered parts, and give the number and the table of each.

        Raises:
            RunBrokenOff: the workers are gone, or none can read now.
        """
        waiting = iter(parts)
        sizes: dict[int, int] = {}
        while self._take_off(waiting, sizes):
            future, result = next(self._completed)
            piece = self._under_way.pop(future)
            table = self._table(piece, future, result)
            if table is None:
                continue
            landed = self._landed.setdefault(piece.part, {})
            landed[piece.start] = table
            if sum(one.num_rows for one in landed.values()) == sizes[piece.part]:
                del self._landed[piece.part], sizes[piece.part]
                yield piece.part, pa.concat_tables(landed[start] for start in sorted(landed))

    def _take_off(self, waiting: Iterator[tuple[int, list[Input]]], sizes: dict[int, int]) -> bool:
        """Start as many parts as there is room for; say whether any are under way."""
        room = _AHEAD * max(1, sum(self._client.nthreads().values()))
        while len(self._under_way) < room and (following := next(waiting, None)):
            part, images = following
            sizes[part] = len(images)
            self._start(_Piece(part, 0, images))
        return bool(self._under_way)

    def _start(self, piece: _Piece) -> None:
        future = self._client.submit(self._read, piece.images, pure=False)
        self._under_way[future] = piece
        self._completed.add(future)

    def _table(self, piece: _Piece, future: Future[pa.Table], result: Any) -> pa.Table | None:
        if future.status == "finished":
            return result
        if future.status != "error":
            raise RunBrokenOff("the cluster is gone")
        _, error, _ = result
        if isinstance(error, SwagDigitError | ImportError):
            raise RunBrokenOff(str(error)) from error
        if len(piece.images) == 1:
            return table_of(piece.images, [ReaderCrashed(f"{type(error).__name__}: {error}")])
        for half in piece.halves():
            self._start(half)
        return None
