"""How good the answers to a suite are: accuracy, selective accuracy, rejections and calibration."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from swagdigit import CertaintyPolicy
from training.calibration import expected_calibration_error
from training.cases import Case

THRESHOLD = CertaintyPolicy().threshold / 100
"""The least certainty that is told, 0 to 1, where nobody has set another."""

BLANK = -1
"""The digit of an image that read as blank."""


class Answer(NamedTuple):
    """The most probable digit, or BLANK, and its certainty, 0 to 1."""

    digit: int
    certainty: float


class Scores(NamedTuple):
    """
    How a suite of n cases went, in shares of the cases, 0 to 1, unless said otherwise.

    Of digits, most should be right; of what is none, most should be refused. This is selective
    classification: an answer is told only if it is certain enough (Y. Geifman and R. El-Yaniv,
    "Selective classification for deep neural networks", 2017).
    """

    cases: int
    right: float
    """Accuracy: the digit is right, whether it is told or not."""
    told_and_right: float
    right_among_told: float
    """Selective accuracy: a share of what is told; 1 where nothing is."""
    refused: float
    """Rejection rate: what is not told."""
    calibration_error: float
    """Expected calibration error, ten bins of equal mass."""
    brier: float
    """Brier score: mean squared difference of certainty and being right."""


class SuiteResult(NamedTuple):
    """A suite with what the service answered."""

    name: str
    cases: Sequence[Case]
    answers: Sequence[Answer]

    @property
    def certainties(self) -> NDArray[np.float64]:
        """Of each answer, 0 to 1."""
        return np.array([answer.certainty for answer in self.answers])

    @property
    def right(self) -> NDArray[np.bool_]:
        """Whether each answer is the digit meant."""
        pairs = zip(self.answers, self.cases, strict=True)
        return np.array([answer.digit == case.label for answer, case in pairs])

    def uncontested(self) -> Self:
        """Return the suite without the cases whose label contradicts what anyone sees."""
        pairs = zip(self.cases, self.answers, strict=True)
        cases, answers = zip(*(pair for pair in pairs if not pair[0].contested), strict=True)
        return self._replace(cases=cases, answers=answers)

    @property
    def told(self) -> NDArray[np.bool_]:
        """Whether each answer is certain enough to be told."""
        return self.certainties >= THRESHOLD

    def scores(self) -> Scores:
        """Sum the suite up."""
        certainties, right, told = self.certainties, self.right, self.told
        return Scores(
            cases=len(self.cases),
            right=float(right.mean()),
            told_and_right=float((told & right).mean()),
            right_among_told=float(right[told].mean()) if told.any() else 1.0,
            refused=float(1 - told.mean()),
            calibration_error=expected_calibration_error(certainties, right),
            brier=float(((certainties - right) ** 2).mean()),
        )


def table(scores: Mapping[str, Scores]) -> str:
    """Return the scores of each suite as a Markdown table, shares in percent."""
    heads = ["suite", *(field.replace("_", " ") for field in Scores._fields)]
    lines = [heads, ["---", *["---:"] * len(Scores._fields)]]
    for name, row in scores.items():
        lines.append([name, str(row.cases), *(f"{100 * share:.2f}" for share in row[1:])])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
