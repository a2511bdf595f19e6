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

    However many there are, and however they lie in time, only some hundred at a time are read:
    first from ever earlier times on, until there are enough, then, by halves, from where there
    are not too many.

    Args:
        names_since: gives the names from a time on, in order; two never have the same microsecond.
        limit: how many names are wanted.
        now: where looking begins.
    """
    most = max(4 * limit, 250)

    def some_since(time: datetime) -> list[str]:
        return list(islice(names_since(time), most + 1))

    early, step = now, _FIRST_STEP
    names: list[str] = []
    while len(names) < limit and early > _EPOCH:
        late, early = early, _EPOCH if step > now - _EPOCH else now - step
        names, step = some_since(early), _GROWTH * step
    while len(names) > most and late - early > timedelta.resolution:
        middle = early + (late - early) / 2
        fewer = some_since(middle)
        if len(fewer) < limit:
            late = middle
        else:
            early, names = middle, fewer
    if len(names) > most:  # from a machine whose clock is far ahead
        names = list(names_since(early))
    return names[::-1][:limit]
