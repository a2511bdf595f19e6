"""Which processor each worker has."""

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress


def free_processor(taken: Iterable[int | None], *, workers: int) -> int | None:
    """
    Return the processor that the fewest workers keep to; None if each is to use all.

    The threads of a worker take turns, and share what lies in a cache: spread over two processors, they
    keep waking each other across them, and fetch from the other's cache. Where there are more
    processors than workers they are left to the system, which knows what else runs there.

    Args:
        taken: the processors of the workers that there are.
        workers: how many there are to be.
    """
    if not hasattr(os, "sched_setaffinity"):
        return None  # not every system lets a process choose
    processors = sorted(os.sched_getaffinity(0))
    if workers % len(processors):
        return None
    return min(processors, key=Counter(taken).__getitem__)


def keep_to(processor: int | None) -> None:
    """Keep this process on a processor, if one is given, and the system's operator allows it."""
    if processor is not None:
        with suppress(PermissionError):
            os.sched_setaffinity(0, [processor])
