"""How the C library keeps memory."""

import contextlib
import ctypes

_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD = -8, -3, -1  # as malloc.h has them
_MEGABYTE = 1 << 20


def limit_heaps() -> None:
    """
    Have glibc keep little memory for itself; other C libraries have no such settings.

    It would have a heap for each thread, whose pages are seldom in the processor's cache, and keep
    what large images have taken. But what each small image takes is not given back in between.
    """
    with contextlib.suppress(AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, 2)
        mallopt(_MMAP_THRESHOLD, _MEGABYTE)
        mallopt(_TRIM_THRESHOLD, _MEGABYTE)
