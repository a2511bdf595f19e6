"""The newest names of a list that can only be read from somewhere on, the oldest first."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_STEP = timedelta(minutes=1)
_GROWTH = 16  # each step back in time is so many times as long as the one before


def newest(
    names_since: Callable[[datetime], Iterator[str]], limit: int, *, now: datetime
) -> list[str]:
    """
    Return so many of the last names, the last one first.

    However many there are, and however they lie in time, only some hundred at a time are read: an
    exponential search back in time finds where there are enough, a binary one where there are not
    too many (J. L. Bentley and A. C. Yao, An almost optimal algorithm for unbounded searching, 1976).

    Args:
        names_since: gives the names from a time on, in order; two never have the same microsecond.
        limit: how many names are wanted.
        now: where looking begins.
    """
    most = _most(limit)

    def some_since(time: datetime) -> list[str]:
        return list(islice(names_since(time), most + 1))

    early, late, names = _gallop_back(some_since, limit, now=now)
    if len(names) > most:
        early, names = _bisect(some_since, limit, names, early=early, late=late)
    if len(names) > most:  # from a machine whose clock is far ahead
        names = list(names_since(early))
    return names[::-1][:limit]


def _most(limit: int) -> int:
    """Return how many names are read at most where so many are wanted."""
    return max(4 * limit, 250)


def _gallop_back(
    some_since: Callable[[datetime], list[str]], limit: int, *, now: datetime
) -> tuple[datetime, datetime, list[str]]:
    """Return a time since which there are enough names, one since which there are not, and the names."""
    early, late, step, names = now, now, _FIRST_STEP, list[str]()
    while len(names) < limit and early > _EPOCH:
        late, early = early, _EPOCH if step > now - _EPOCH else now - step
        names, step = some_since(early), _GROWTH * step
    return early, late, names


def _bisect(
    some_since: Callable[[datetime], list[str]],
    limit: int,
    names: list[str],
    *,
    early: datetime,
    late: datetime,
) -> tuple[datetime, list[str]]:
    """
    Return a time between these since which there are enough names but not too many, and the names.

    Args:
        some_since: gives names from a time on.
        limit: how many are enough.
        names: since `early`; too many.
        early: a time since which there are enough.
        late: one since which there are not.
    """
    while len(names) > _most(limit) and late - early > timedelta.resolution:
        middle = early + (late - early) / 2
        fewer = some_since(middle)
        if len(fewer) < limit:
            late = middle
        else:
            early, names = middle, fewer
    return early, names
