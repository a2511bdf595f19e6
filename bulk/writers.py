"""Writers of result files, one for each file format."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, override

import pyarrow as pa
from pyarrow import csv, parquet


class ResultsWriter(AbstractContextManager["ResultsWriter"], Protocol):
    """Writes tables to a file, one after the other."""

    def write_table(self, table: pa.Table) -> None:
        """Append the rows of a table."""
        ...


class JsonLinesWriter(ResultsWriter):
    """Writes a JSON object for each row."""

    def __init__(self, path: Path, _: pa.Schema) -> None:
        self._file = path.open("w", encoding="utf-8")

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @override
    def write_table(self, table: pa.Table) -> None:
        self._file.writelines(
            json.dumps(row, ensure_ascii=False) + "\n" for row in table.to_pylist()
        )


WRITERS: dict[str, Callable[[Path, pa.Schema], ResultsWriter]] = {
    ".parquet": parquet.ParquetWriter,
    ".csv": csv.CSVWriter,
    ".jsonl": JsonLinesWriter,
}
"""The writer of each format, by the suffix of the file's name."""
