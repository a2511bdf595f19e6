"""Workshop: the folder beside the results where a run keeps what it has finished."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from bulk.errors import RunRefused
from bulk.files import whole_file


class Workshop:
    """A folder with the plan, the order and the finished parts of one run."""

    def __init__(self, out: Path) -> None:
        self.folder = out.with_name(out.name + ".parts")
        self.plan = self.folder / "plan.jsonl"
        self._order = self.folder / "order.json"
        self._out = out

    @contextmanager
    def locked(self) -> Iterator[None]:
        """
        Keep other runs out.

        Raises:
            RunRefused: one is in it, or it can not be made.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunRefused(f"{self.folder} can not be made: {error.strerror}") from error
        number = os.open(self.folder, os.O_RDONLY)
        try:
            self._lock(number)
            try:
                yield
            finally:
                self._leave()
        finally:
            os.close(number)

    def _lock(self, number: int) -> None:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunRefused(f"another run is writing {self._out}") from error

    def _leave(self) -> None:
        """Remove the folder if there is no run in it, nor what somebody else has put there."""
        with suppress(OSError):
            self.folder.rmdir()

    def order(self) -> dict[str, Any] | None:
        """Return what the run was begun with; None if none was."""
        try:
            order: dict[str, Any] = json.loads(self._order.read_text())
        except FileNotFoundError:
            return None
        return order

    def begin(self, order: Mapping[str, Any]) -> None:
        """Note what the run is begun with; from now on it can be gone on with."""
        with whole_file(self._order) as path:
            path.write_text(json.dumps(order, indent=1))

    def has(self, part: int) -> bool:
        """Say whether a part is finished."""
        return self._file(part).exists()

    def table(self, part: int) -> pa.Table:
        """Return a finished part."""
        return parquet.read_table(self._file(part))

    def finish(self, part: int, table: pa.Table) -> None:
        """Keep a part."""
        with whole_file(self._file(part)) as path:
            parquet.write_table(table, path, compression="zstd")

    def clear(self) -> None:
        """Remove all of it."""
        # First what makes it a run: what a killed process leaves of the rest is then no run.
        self._order.unlink(missing_ok=True)
        for file in (self.plan, *self.folder.glob("part-*.parquet*")):
            file.unlink(missing_ok=True)

    def _file(self, part: int) -> Path:
        return self.folder / f"part-{part:09}.parquet"
