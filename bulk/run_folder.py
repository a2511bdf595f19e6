"""RunFolder: the folder beside the results where a run keeps its state until it is complete."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from bulk.atomic import UNFINISHED, atomic_write
from bulk.errors import RunRefused
from bulk.manifest import RunManifest


class RunFolder:
    """
    A folder with the manifest, the plan and the finished parts of one run.

    Args:
        out: the file of the results; the folder lies beside it as `<name>.parts`.
    """

    def __init__(self, out: Path) -> None:
        self.path = out.with_name(out.name + ".parts")
        self.plan_file = self.path / "plan.jsonl"
        self.next_plan_file = self.path / "next-plan.jsonl"
        # Its name stays, so that runs begun by an earlier version can be resumed.
        self._manifest_file = self.path / "order.json"
        self._out = out

    @contextmanager
    def locked(self) -> Iterator[None]:
        """
        Create the folder if need be, and keep other runs out of it.

        A run that is begun meanwhile, but then refused, is forgotten.

        Raises:
            RunRefused: another run holds the lock, or the folder can not be made.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunRefused(f"{self.path} can not be made: {error.strerror}") from error
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            self._lock(descriptor)
            begun = self.manifest()
            try:
                yield
            except RunRefused:
                if self.manifest() != begun:
                    self.clear()
                raise
            finally:
                self._remove_if_empty()
        finally:
            os.close(descriptor)

    def _lock(self, descriptor: int) -> None:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunRefused(f"another run is writing {self._out}") from error

    def _remove_if_empty(self) -> None:
        """Remove the folder, unless it holds an unfinished run or somebody else's files."""
        with suppress(OSError):
            self.path.rmdir()

    def manifest(self) -> RunManifest | None:
        """
        Return the manifest of the run that was begun here; None if none was.

        Raises:
            RunRefused: it is damaged.
        """
        try:
            manifest: RunManifest = json.loads(self._manifest_file.read_text())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except ValueError as error:
            raise RunRefused(f"{self._manifest_file} is damaged: remove {self.path}") from error
        return manifest

    def write_manifest(self, manifest: RunManifest) -> None:
        """Begin a run: from now on it can be resumed."""
        with atomic_write(self._manifest_file) as path:
            path.write_text(json.dumps(manifest, indent=1))

    def has_part(self, number: int) -> bool:
        """Say whether a part is finished."""
        return self._part_file(number).exists()

    def load_part(self, number: int) -> pa.Table:
        """Return the rows of a finished part."""
        return parquet.read_table(self._part_file(number))

    def save_part(self, number: int, table: pa.Table) -> None:
        """Keep the rows of a part, which is finished by it."""
        with atomic_write(self._part_file(number)) as path:
            parquet.write_table(table, path, compression="zstd")

    def take_next_plan(self) -> None:
        """Forget the run that was begun here, if one was, for the sake of the next plan."""
        self._forget_run()
        self.next_plan_file.replace(self.plan_file)

    def clear(self) -> None:
        """Remove the manifest, the plans and all parts."""
        self._forget_run()
        self.next_plan_file.unlink(missing_ok=True)

    def _forget_run(self) -> None:
        # The manifest goes first: without it, whatever a killed process leaves is no run.
        self._manifest_file.unlink(missing_ok=True)
        self.plan_file.unlink(missing_ok=True)
        for pattern in ("part-*.parquet", UNFINISHED):
            for file in self.path.glob(pattern):
                file.unlink()

    def _part_file(self, number: int) -> Path:
        return self.path / f"part-{number:09}.parquet"
