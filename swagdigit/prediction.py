"""Prediction: what a classifier said of one image."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Prediction:
    """
    A digit with its certainty.

    Attributes:
        probabilities: of the digits 0 to 9, in this order, each from 0 to 1. They add up to at
            most 1: what is missing is the probability that the image shows no digit at all.
        model: version of the model that said so.

    Raises:
        ValueError: there are not ten of them, or they are not probabilities.
    """

    ROUNDING: ClassVar[float] = 1e-6

    probabilities: tuple[float, ...]
    model: str

    def __post_init__(self) -> None:
        if len(self.probabilities) != 10:
            raise ValueError(f"ten probabilities are expected, not {len(self.probabilities)}")
        # None is above 1 if none is below 0. A NaN is in the sum, fails the comparison, and is refused.
        if not (min(self.probabilities) >= 0 and sum(self.probabilities) <= 1 + self.ROUNDING):
            raise ValueError(f"not probabilities: {self.probabilities}")

    @property
    def digit(self) -> int:
        """The most probable digit, 0 to 9; the smaller one of equals."""
        return self.probabilities.index(max(self.probabilities))

    @property
    def certainty(self) -> float:
        """The probability of the digit, in percent with two decimals, 0.0 to 100.0."""
        return min(round(100 * max(self.probabilities), 2), 100.0)
