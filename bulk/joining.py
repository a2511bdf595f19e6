"""Joining: the finished parts as one file of results, in the form that its name asks for."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, Self, override

import pyarrow as pa
from pyarrow import csv, parquet

from bulk.atomic import atomic_write
from bulk.errors import REFUSALS
from bulk.rows import SCHEMA

_ROWS = 16_384  # of a group of rows: what Parquet is read fast with, and still little memory


class Writer(AbstractContextManager["Writer"], Protocol):
    """Writes tables to a file, one after the other."""

    def write_table(self, table: pa.Table) -> None:
        """Write one."""
        ...


class JsonLinesWriter(Writer):
    """Writes a JSON object for each row."""

    def __init__(self, path: Path, _: pa.Schema) -> None:
        self._file = path.open("w", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @override
    def write_table(self, table: pa.Table) -> None:
        self._file.writelines(
            json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist()
        )


FORMS: dict[str, Callable[[Path, pa.Schema], Writer]] = {
    ".parquet": parquet.ParquetWriter,
    ".csv": csv.CSVWriter,
    ".jsonl": JsonLinesWriter,
}
"""What writes results, by the end of their file's name."""


class Tally:
    """How many images were read, and what became of them."""

    def __init__(self) -> None:
        self._codes: Counter[str | None] = Counter()

    def count(self, table: pa.Table) -> None:
        """Count the rows of a table."""
        for row in table["error"].value_counts().to_pylist():
            self._codes[row["values"]] += row["counts"]

    @property
    def images(self) -> int:
        """All of them."""
        return self._codes.total()

    @property
    def told(self) -> int:
        """Those that a digit is told of."""
        return self._codes[None]

    @property
    def refused(self) -> int:
        """Those that could be read, but not told."""
        return sum(self._codes[code] for code in REFUSALS)

    @property
    def failed(self) -> int:
        """Those that could not be read."""
        return self.images - self.told - self.refused


def join(tables: Iterable[pa.Table], out: Path) -> Tally:
    """Write tables to the file of results, which is there only when all are in it."""
    tally = Tally()
    with atomic_write(out) as path, FORMS[out.suffix](path, SCHEMA) as writer:
        for table in _gathered(tables):
            tally.count(table)
            writer.write_table(table)
    return tally


def _gathered(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Put small tables together."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        if sum(one.num_rows for one in waiting) >= _ROWS:
            yield pa.concat_tables(waiting)
            waiting = []
    if waiting:
        yield pa.concat_tables(waiting)
