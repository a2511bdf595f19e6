"""The slots of workers: a worker that replaces another goes on with its metrics."""

import itertools
import os
from collections.abc import Iterable
from typing import Any

from prometheus_client import values

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which processes that serve together keep their metrics."""


class _Slot:
    name = "main"


def free_slot(workers: Iterable[Any]) -> int:
    """Return the lowest slot that no living worker has."""
    taken = {worker.slot for worker in workers}
    return next(slot for slot in itertools.count() if slot not in taken)


def take_slot(name: str) -> None:
    """
    Go on counting where the last process of this name has stopped, once it is gone.

    Were metrics kept by process id, each worker that is replaced would leave its files behind.
    """
    _Slot.name = name


def shared_folder() -> str | None:
    """Return the folder; None if one process serves alone."""
    return os.environ.get(FOLDER_VARIABLE)


def use_slots() -> None:
    """Have metrics that are made from now on kept by slot, if processes serve together."""
    if shared_folder():
        values.ValueClass = values.MultiProcessValue(lambda: _Slot.name)  # type: ignore[no-untyped-call]
