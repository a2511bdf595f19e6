"""The newest names are found without reading all of them."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from adapters.archives.names import name_of
from adapters.archives.newest import newest

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
MANY = 20_000

SPREADS = {
    "one a second": [NOW - timedelta(seconds=n) for n in range(MANY)],
    "all at once": [NOW - timedelta(hours=1, microseconds=n) for n in range(MANY)],
    "long ago": [NOW - timedelta(days=3000, milliseconds=n) for n in range(MANY)],
    "a few now, most long ago": [NOW - timedelta(seconds=n) for n in range(5)]
    + [NOW - timedelta(days=400, milliseconds=n) for n in range(MANY)],
    "ever fewer": [NOW - timedelta(seconds=n**2.2) for n in range(MANY)],
    "in the future": [NOW + timedelta(milliseconds=n) for n in range(300)],
    "one": [NOW],
    "none": [],
}


@pytest.mark.parametrize("limit", [1, 24, 200])
@pytest.mark.parametrize("times", SPREADS.values(), ids=SPREADS)
def test_the_newest_are_found_soon(times, limit):
    """However they lie in time, few lists are asked for, and few names of each are read."""
    names = sorted(map(name_of, times))
    lists, read = count(), count()

    def names_since(time):
        next(lists)
        for place in range(bisect_left(names, name_of(time)), len(names)):
            next(read)
            yield names[place]

    assert newest(names_since, limit, now=NOW) == names[::-1][:limit]
    assert next(lists) <= 40
    assert next(read) <= 40 * max(4 * limit, 250)


def test_nobody_wants_any():
    """None are read, then."""
    assert newest(lambda _: pytest.fail("read"), 0, now=NOW) == []
