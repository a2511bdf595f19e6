"""Prediction: what a classifier said of one image."""

from dataclasses import dataclass

_ROUNDING = 1e-6  # by which the sum of ten probabilities may be off


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

    probabilities: tuple[float, ...]
    model: str

    def __post_init__(self) -> None:
        if len(self.probabilities) != 10:
            raise ValueError(f"ten probabilities are expected, not {len(self.probabilities)}")
        # Without a negative one, the sum limits each. With a NaN the sum is NaN: no comparison holds.
        if not (min(self.probabilities) >= 0 and sum(self.probabilities) <= 1 + _ROUNDING):
            raise ValueError(f"not probabilities: {self.probabilities}")

    @property
    def digit(self) -> int:
        """The most probable digit, 0 to 9; the smaller one of equals."""
        return self.probabilities.index(max(self.probabilities))

    @property
    def rounded_probabilities(self) -> list[float]:
        """The probabilities with six decimals, as they are told, 0.0 to 1.0."""
        return [round(p, 6) if p < 1 else 1.0 for p in self.probabilities]

    @property
    def certainty(self) -> float:
        """The probability of the digit, in percent with two decimals, 0.0 to 100.0."""
        return min(round(100 * max(self.probabilities), 2), 100.0)
