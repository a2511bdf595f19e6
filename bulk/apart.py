"""Reading apart: images one by one in a process of its own, where one of them ends its reader."""

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

type Read = Callable[[Sequence[Input]], pa.Table]


def read_apart(read: Read, images: Sequence[Input]) -> pa.Table:
    """
    Read images as `read` does; one that ends the process that reads it gets a row with an error.

    Raises:
        SwagDigitError: `read` does.
    """
    tables: list[pa.Table] = []
    while len(tables) < len(images):
        following = images[len(tables) :]
        read_tables, last_words = _in_a_process(read, following)
        tables += read_tables
        if len(read_tables) < len(following):
            crash = ReaderCrashed(last_words)
            tables.append(table_of([following[len(read_tables)]], [crash]))
    return pa.concat_tables(tables)


def _in_a_process(read: Read, images: Sequence[Input]) -> tuple[list[pa.Table], str]:
    """Return the tables of the images until the process ended, and why it did."""
    # Not by multiprocessing, which lets no worker of Dask have children.
    ended = subprocess.run(
        [sys.executable, "-m", "bulk.apart"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        input=pickle.dumps((read, images)),
        capture_output=True,
        check=False,
    )
    told, tables = BytesIO(ended.stdout), []
    while told.tell() < len(ended.stdout):
        one = pickle.load(told)  # noqa: S301 (by a process of ours)
        if isinstance(one, SwagDigitError):
            raise one
        tables.append(one)
    complaint = ended.stderr.decode(errors="replace").strip().rpartition("\n")[2]
    return tables, complaint or f"its reader ended with {ended.returncode}"


def main() -> None:
    """Read the images that the parent gives, and tell it of each."""
    read, images = pickle.load(sys.stdin.buffer)  # noqa: S301 (by a process of ours)
    for image in images:
        try:
            told = read([image])
        except SwagDigitError as error:
            told = error
        sys.stdout.buffer.write(pickle.dumps(told))
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
