"""How many files and connections a worker may have open."""

import resource

_CONNECTIONS, _FILES = 1000, 100
"""Of clients at the most, and what a worker needs beside them: libraries, images, metrics, an archive elsewhere."""


def allow_connections() -> int:
    """Have the system allow as many files as a worker may need; return how many connections it may have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS + _FILES
    if soft < wanted:
        # Many shells allow 1024, and leave it to each program to ask for more.
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(_CONNECTIONS, max(soft - _FILES, 1))
