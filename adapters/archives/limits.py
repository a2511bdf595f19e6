"""ArchiveLimits: how much, and how long, an archive keeps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from adapters.archives.names import name_of

GRACE = timedelta(minutes=1)
"""An image younger than this may still be answered, and stays whatever the limits."""


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """
    Says which images have to go, the oldest first.

    Attributes:
        max_bytes: the room that all images take on the disk; 0 is no limit.
        max_age: how long an image is kept; 0 is for ever.
    """

    max_bytes: int = 0
    max_age: timedelta = timedelta(0)

    def __bool__(self) -> bool:
        """Say whether there is any limit."""
        return bool(self.max_bytes or self.max_age)

    def beyond(self, sizes: Mapping[str, int], *, total: int, now: datetime) -> Iterator[str]:
        """
        Give the names of the images beyond the limits, the oldest first.

        Args:
            sizes: the room that each of the oldest images takes, in bytes, by their names.
            total: the room that all images take.
            now: the time that ages are counted from.
        """
        youngest = name_of(now - GRACE)
        oldest = name_of(now - self.max_age) if self.max_age else ""
        for name in sorted(sizes):
            too_much = 0 < self.max_bytes < total
            if name >= youngest or not (too_much or name < oldest):
                return
            total -= sizes[name]
            yield name
