"""
How sure the figures are: whole people are drawn anew, not drawings, as those of one hand fail together.

B. Efron and R. Tibshirani, "An introduction to the bootstrap" (1993), with writers as its units.
"""

from collections.abc import Mapping
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from training.cases import SEED
from training.scores import SuiteResult

type Counts = NDArray[np.float64]
"""N x 4: of each writer, the cases, those that are right, told, told and right."""

_ROUNDS = 10_000
_PERCENTILES = 2.5, 97.5

MEASURES = ("right", "told and right", "right among told")


class Estimate(NamedTuple):
    """
    What a measure would be of other writers, shares of 1.

    Attributes:
        low: the lower end of its 95 % interval.
        high: the upper end.
        standard_error: its standard deviation from one set of writers to another.
        mean: over the writers, each with the same weight however much is of them.
    """

    low: float
    high: float
    standard_error: float
    mean: float


class Uncertainty(NamedTuple):
    """How sure the figures of a suite are."""

    writers: int
    three_most: float
    """The share of the cases that is of the three people of whom there is most."""
    estimates: Mapping[str, Estimate]

    @classmethod
    def of(cls, result: SuiteResult) -> Self:
        """Estimate it of a suite whose cases have writers."""
        counts = _counts(result)
        cases = np.sort(counts[:, 0])
        random = np.random.default_rng([SEED, len(counts)])
        people = np.full(len(counts), 1 / len(counts))
        drawn = random.multinomial(len(counts), people, size=_ROUNDS) @ counts
        return cls(
            writers=len(counts),
            three_most=float(cases[-3:].sum() / cases.sum()),
            estimates={
                name: _estimate(of_rounds, of_writers)
                for name, of_rounds, of_writers in zip(
                    MEASURES, _shares(drawn), _shares(counts), strict=True
                )
            },
        )


def _counts(result: SuiteResult) -> Counts:
    told, right = result.told, result.right
    rows = np.stack([np.ones(len(right)), right, told, told & right], axis=1)
    writers, places = np.unique([case.writer for case in result.cases], return_inverse=True)
    counts = np.zeros((len(writers), rows.shape[1]))
    np.add.at(counts, places, rows)
    return counts


def _shares(counts: Counts) -> tuple[NDArray[np.float64], ...]:
    """Return each measure of each row; right among told only of those where something is told."""
    cases, right, told, told_and_right = counts.T
    some = told > 0
    return right / cases, told_and_right / cases, told_and_right[some] / told[some]


def _estimate(of_rounds: NDArray[np.float64], of_writers: NDArray[np.float64]) -> Estimate:
    low, high = np.percentile(of_rounds, _PERCENTILES)
    return Estimate(float(low), float(high), float(of_rounds.std()), float(of_writers.mean()))


def uncertainty_table(results: Mapping[str, Uncertainty]) -> str:
    """Return a Markdown table in percent: of each suite the intervals, then the means over writers."""
    heads = ["suite", "writers", *MEASURES, *(f"{name}, mean" for name in MEASURES)]
    lines = [heads, ["---", *["---:"] * (len(heads) - 1)]]
    for name, result in results.items():
        estimates = [result.estimates[measure] for measure in MEASURES]
        intervals = [f"{100 * e.low:.2f} to {100 * e.high:.2f}" for e in estimates]
        means = [f"{100 * e.mean:.2f}" for e in estimates]
        lines.append([name, str(result.writers), *intervals, *means])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
