"""Which of the server's processes this is: their metrics are added up."""

import os

from prometheus_client import values

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder in which processes that serve together keep their metrics."""


class _Place:
    name = "main"


def take_place(name: str) -> None:
    """
    Go on where the last process of this name has stopped, once it is gone.

    Were metrics kept by process id, each worker that is replaced would leave its files behind.
    """
    _Place.name = name


def shared_folder() -> str | None:
    """Return the folder; None if one process serves alone."""
    return os.environ.get(FOLDER_VARIABLE)


if shared_folder():
    # To be chosen before the first metric is made.
    values.ValueClass = values.MultiProcessValue(lambda: _Place.name)  # type: ignore[no-untyped-call]
