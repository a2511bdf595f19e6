"""How many clients each worker has, for all workers to see."""

import ctypes
import mmap

_TAKES_NONE = 2**31 - 1
# Made before the workers are forked, so that all have the same; each writes its own number only.
_counts = (ctypes.c_int * 256).from_buffer(mmap.mmap(-1, mmap.PAGESIZE))
_counts[:] = [_TAKES_NONE] * len(_counts)


def tell(slot: int, clients: int) -> None:
    """Tell the other workers how many clients the one of this slot has."""
    _counts[slot % len(_counts)] = clients


def leave(slot: int) -> None:
    """Tell them that it takes no more, or has ended."""
    tell(slot, _TAKES_NONE)


def fewest() -> int:
    """Return how many clients the worker has that has the fewest, of those that take more."""
    return int(min(_counts))
