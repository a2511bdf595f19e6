"""Which processor each worker has."""

import os


def take_processor(slot: int, *, workers: int) -> None:
    """
    Keep this process on one of the processors that the service may use, if all get as many workers.

    The threads of a worker take turns, and share what lies in a cache: spread over two processors, they
    keep waking each other across them, and fetch from the other's cache. Where there are more
    processors than workers they are left to the system, which knows what else runs there.

    Args:
        slot: of this worker, from 0.
        workers: how many there are to be.
    """
    if not hasattr(os, "sched_setaffinity"):
        return  # not every system lets a process choose
    processors = sorted(os.sched_getaffinity(0))
    if workers % len(processors) == 0:
        os.sched_setaffinity(0, [processors[slot % len(processors)]])
