"""Another user than the one who runs the tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

_NOBODY = 65_534  # as the kernel calls who is not known


@contextmanager
def as_nobody() -> Iterator[None]:
    """Let root, from whom nothing is kept, be nobody meanwhile; who is not root stays who they are."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)
