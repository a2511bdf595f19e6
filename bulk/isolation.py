"""
Reads the images of a crashed part in a subprocess, one by one, so that one that crashes the
reader costs only its own row.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from io import BytesIO

import pyarrow as pa

from bulk.errors import ReaderCrashed
from bulk.inputs import Input
from bulk.rows import table_of
from swagdigit import SwagDigitError

type ReadFunction = Callable[[Sequence[Input]], pa.Table]
"""Reads images, and returns a row for each, in order."""


def read_isolated(read: ReadFunction, images: Sequence[Input]) -> pa.Table:
    """
    Read images as `read` does, but give each that crashes it a row with a ReaderCrashed.

    Args:
        read: a function that can be pickled.
        images: what to read.

    Raises:
        SwagDigitError: `read` does.
    """
    tables: list[pa.Table] = []
    while len(tables) < len(images):
        remaining = images[len(tables) :]
        tables_until_crash, reason = _read_in_subprocess(read, remaining)
        tables += tables_until_crash
        if len(tables_until_crash) < len(remaining):
            crashed = remaining[len(tables_until_crash)]
            tables.append(table_of([crashed], [ReaderCrashed(reason)]))
    return pa.concat_tables(tables)


def _read_in_subprocess(read: ReadFunction, images: Sequence[Input]) -> tuple[list[pa.Table], str]:
    """Return a table for each image until the subprocess ended, and the reason if it crashed."""
    # Not by multiprocessing, which lets no worker of Dask have children.
    completed = subprocess.run(
        [sys.executable, "-m", "bulk.isolation"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        input=pickle.dumps((read, images)),
        capture_output=True,
        check=False,
    )
    last_line = completed.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    reason = last_line or f"its reader ended with {completed.returncode}"
    return _unpickled_tables(completed.stdout), reason


def _unpickled_tables(output: bytes) -> list[pa.Table]:
    stream, tables = BytesIO(output), []
    while stream.tell() < len(output):
        result = pickle.load(stream)  # noqa: S301 (written by our own subprocess)
        if isinstance(result, SwagDigitError):
            raise result
        tables.append(result)
    return tables


def main() -> None:
    """Read the images that the parent process sends, and send it a table or an error for each."""
    read, images = pickle.load(sys.stdin.buffer)  # noqa: S301 (sent by our own parent process)
    for image in images:
        try:
            result = read([image])
        except SwagDigitError as error:
            result = error
        sys.stdout.buffer.write(pickle.dumps(result))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
