"""What the benchmark finds."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from tests.load.wrk import Round

ON_DISK = "archive on the disk"


@dataclass(frozen=True, slots=True)
class Spread:
    """
    What the rounds of one server found, each figure the median of them.

    Attributes:
        rate: answers a second.
        slowest, fastest: the rates of the slowest and the fastest round.
        p50, p90, p99: milliseconds within which so many percent of the answers came.
    """

    rate: float
    slowest: float
    fastest: float
    p50: float
    p90: float
    p99: float

    @classmethod
    def of(cls, rounds: Sequence[Round]) -> Self:
        """Sum up the rounds."""
        rates = [one.rate for one in rounds]
        times = ([getattr(one, name) for one in rounds] for name in ("p50", "p90", "p99"))
        return cls(
            statistics.median(rates), min(rates), max(rates), *map(statistics.median, times)
        )


@dataclass(frozen=True, slots=True)
class Figures:
    """
    All that was measured.

    Attributes:
        servers: single requests on one processor, by server.
        batch: images a second in batches.
        workers: answers a second of one and of two workers on two processors.
        processors: times the work of one that two processors do when it needs nothing else.
        memory: megabytes of the service by number of workers.
        soak: how many requests there were, and the megabytes before and after them.
        start: seconds to the first answer by classifier.
        stages: microseconds of each stage of a request.
    """

    servers: Mapping[str, Spread]
    batch: float
    workers: tuple[float, float]
    processors: float
    memory: Mapping[int, float]
    soak: tuple[int, float, float]
    start: Mapping[str, float]
    stages: Mapping[str, float]

    @property
    def ours(self) -> Spread:
        """This service."""
        return self.servers["this service"]

    @property
    def plain(self) -> Spread:
        """The plain recipe."""
        return self.servers["plain recipe"]

    @property
    def empty(self) -> Spread:
        """The empty view."""
        return self.servers["empty view"]

    @property
    def work(self) -> float:
        """Milliseconds of a request that the empty view does not take."""
        return 1000 / self.ours.rate - 1000 / self.empty.rate
