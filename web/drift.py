"""Drift: how far what comes in has moved away from what the model is known to be good at."""

import fcntl
import json
import math
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import override

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from web.features import Shares

WINDOW = 3600.0
"""Seconds that are looked back: what came in since then is compared."""

ENOUGH = 1000
"""Images, at least: of fewer, chance alone makes for a large index."""

_STEP = 60.0  # seconds between two memories
_RARE = 1e-4  # the least share that is reckoned with: the index has no value where one is 0

type Counts = dict[str, dict[str, float]]
"""By feature, how many images were in each bin."""


def psi(shares: Mapping[str, float], expected: Mapping[str, float]) -> float:
    """
    Return the population stability index of shares of the same bins.

    The sum of (p - q) ln(p / q), zero if both are equal. By the rule of thumb of those who watch
    over credit scores, where it comes from, below 0.1 nothing has changed, and from 0.25 on
    another model is needed (N. Siddiqi, "Credit Risk Scorecards", 2006).
    """
    pairs = [(max(shares[name], _RARE), max(expected[name], _RARE)) for name in expected]
    return sum((p - q) * math.log(p / q) for p, q in pairs)


def counts_in(metrics: Iterable[Metric]) -> Counts:
    """Return what the metrics have counted since the start."""
    counts: Counts = {}
    for metric in metrics:
        if metric.name == "swagdigit_predictions":
            counts["digit"] = {s.labels["digit"]: s.value for s in metric.samples}
        elif metric.name in {"swagdigit_certainty_percent", "swagdigit_ink_share"}:
            feature = metric.name.removeprefix("swagdigit_").partition("_")[0]
            counts[feature] = _apart(metric)
    return counts


def _apart(histogram: Metric) -> dict[str, float]:
    """Return how many were in each bin; a histogram tells how many were in it or below."""
    ends = [(s.labels["le"], s.value) for s in histogram.samples if s.name.endswith("_bucket")]
    return {end: count - below for (_, below), (end, count) in pairwise([("", 0.0), *ends])}


class Memory:
    """
    Remembers what was counted in the last hour, each minute that somebody asks.

    Args:
        folder: where the processes that serve together share it; None for one alone.
        clock: seconds, the same for all processes of the machine.
    """

    def __init__(self, folder: str | None, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._file = Path(folder, "drift.json") if folder else None
        self._clock = clock
        self._own: list[tuple[float, Counts]] = []
        self._lock = Lock()

    def since(self, counts: Counts) -> Counts:
        """Return what was added to the counts within the window, or since the start if that was later."""
        now = self._clock()
        with self._memories() as memories:
            while len(memories) > 1 and memories[1][0] <= now - WINDOW:
                del memories[0]
            if not memories or memories[-1][0] <= now - _STEP:
                memories.append((now, counts))
            then = memories[0][1] if now - memories[0][0] >= WINDOW else {}
        return {
            feature: {
                name: count - then.get(feature, {}).get(name, 0.0) for name, count in bins.items()
            }
            for feature, bins in counts.items()
        }

    @contextmanager
    def _memories(self) -> Iterator[list[tuple[float, Counts]]]:
        if self._file is None:
            with self._lock:
                yield self._own
            return
        with self._file.open("a+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            memories = _parsed(file.read())
            yield memories
            os.ftruncate(file.fileno(), 0)
            json.dump(memories, file)


def _parsed(text: str) -> list[tuple[float, Counts]]:
    try:
        return [(at, counts) for at, counts in json.loads(text)]
    except ValueError:  # not written yet, or by a process that was killed meanwhile
        return []


class Drift(Collector):
    """
    Adds to metrics how far the images of the last hour are from the reference.

    Args:
        metrics: what counts the images.
        reference: returns what the artifact's manifest says of the images that it was judged by;
            nothing of a feature that it does not know.
        memory: of what was counted earlier.
    """

    def __init__(
        self, metrics: Collector, *, reference: Callable[[], Shares], memory: Memory
    ) -> None:
        self._metrics = metrics
        self._reference = reference
        self._memory = memory

    @override
    def collect(self) -> Iterable[Metric]:
        """Give the metrics, and what is made of them."""
        metrics = list(self._metrics.collect())
        yield from metrics
        recent = self._memory.since(counts_in(metrics))
        reference = self._reference()
        yield _images(recent)
        yield _index(recent, reference)
        yield _known(reference)


def _images(recent: Counts) -> Metric:
    count = sum(recent["digit"].values())
    return GaugeMetricFamily(
        "swagdigit_drift_images", "Images of the last hour, which are compared", count
    )


def _index(recent: Counts, reference: Shares) -> Metric:
    family = GaugeMetricFamily(
        "swagdigit_drift_psi",
        f"Population stability index of the images of the last hour; of fewer than {ENOUGH}, none",
        labels=["feature"],
    )
    for feature, expected in reference.items():
        bins = recent[feature]
        total = sum(bins.values())
        if total >= ENOUGH:
            shares = {name: bins.get(name, 0.0) / total for name in expected}
            family.add_metric([feature], psi(shares, expected))
    return family


def _known(reference: Shares) -> Metric:
    family = GaugeMetricFamily(
        "swagdigit_reference_share",
        "Share of the images that the model was judged by, in each bin of a feature",
        labels=["feature", "bin"],
    )
    for feature, expected in reference.items():
        for name, share in expected.items():
            family.add_metric([feature, name], share)
    return family
