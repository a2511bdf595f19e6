"""The file of results, written from the tables of all parts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa

from bulk.atomic import atomic_write
from bulk.rows import SCHEMA
from bulk.tally import Tally
from bulk.writers import WRITERS

_ROW_GROUP = 16_384  # rows at least: Parquet is read fast with it, and it takes little memory


def write_results(tables: Iterable[pa.Table], out: Path) -> Tally:
    """
    Write tables to one file, in the format that the suffix of its name asks for.

    The file is there only when all rows are in it; until then, an older one stays.
    """
    tally = Tally()
    with atomic_write(out) as path, WRITERS[out.suffix](path, SCHEMA) as writer:
        for table in _row_groups(tables):
            tally.count(table)
            writer.write_table(table)
    return tally


def _row_groups(tables: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """Concatenate small tables, so that each one written is a row group of a good size."""
    buffered: list[pa.Table] = []
    for table in tables:
        buffered.append(table)
        if sum(one.num_rows for one in buffered) >= _ROW_GROUP:
            yield pa.concat_tables(buffered)
            buffered = []
    if buffered:
        yield pa.concat_tables(buffered)
