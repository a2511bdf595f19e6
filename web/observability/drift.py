"""Drift: how far what comes in has moved away from what the model is known to be good at."""

import math
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import override

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from web.observability.drift_features import Shares
from web.observability.sliding_window import Counts, SlidingWindow

ENOUGH = 1000
"""Images, at least: of fewer, chance alone makes for a large index."""

_RARE = 1e-4  # the least share that is reckoned with: the index has no value where one is 0


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


class Drift(Collector):
    """
    Adds to metrics how far the images of the last hour are from the reference.

    Args:
        metrics: what counts the images.
        reference: returns how the images that a model of this version was judged by were spread;
            nothing of a feature, or of a model, that it does not know.
        window: of what was counted earlier.
    """

    def __init__(
        self,
        metrics: Collector,
        *,
        reference: Callable[[str | None], Shares],
        window: SlidingWindow,
    ) -> None:
        self._metrics = metrics
        self._reference = reference
        self._window = window

    @override
    def collect(self) -> Iterable[Metric]:
        """Give the metrics, and what is made of them."""
        metrics = list(self._metrics.collect())
        yield from metrics
        recent = self._window.since(counts_in(metrics))
        reference = self._reference(_version(metrics))
        yield _images(recent)
        yield _index(recent, reference)
        yield _known(reference)


def _version(metrics: Iterable[Metric]) -> str | None:
    """Return the version of the model that answers; None if it is not known yet."""
    samples = (s for metric in metrics if metric.name == "swagdigit_model" for s in metric.samples)
    return next((s.labels["version"] for s in samples), None)


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
