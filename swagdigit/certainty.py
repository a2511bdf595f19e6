"""CertaintyPolicy: when a prediction is certain enough to be told."""

from dataclasses import dataclass

from swagdigit.prediction import Prediction


@dataclass(frozen=True, slots=True)
class CertaintyPolicy:
    """
    Tells a prediction only if it is certain enough.

    Attributes:
        threshold: the least certainty that is told, in percent, 0 to 100.

    Raises:
        ValueError: the threshold is not a percentage.
    """

    threshold: float = 60.0

    def __post_init__(self) -> None:
        if not 0 <= self.threshold <= 100:
            raise ValueError(f"the threshold is a percentage, not {self.threshold}")

    def is_certain(self, prediction: Prediction) -> bool:
        """Say whether the prediction, as it would be shown, reaches the threshold."""
        return prediction.certainty >= self.threshold
