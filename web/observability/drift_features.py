"""Features: in what the images that come in may differ from those that the model knows."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence

from swagdigit import DigitImage, Prediction

type Shares = Mapping[str, Mapping[str, float]]
"""By feature, the share of the images in each bin, 0 to 1; a bin is named by its upper end."""

DIGIT_BINS = tuple(range(10))

CERTAINTY_BINS = (30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 95.0, 99.0, 99.9, 100.0)
"""In percent."""

INK_BINS = (0.04, 0.06, 0.08, 0.10, 0.12, 0.14, 0.16, 0.18, 0.20, 0.24, 0.28, 0.35, 0.5, 1.0)
"""As shares of the pixels."""


def ink_share(image: DigitImage) -> float:
    """Return the share of the pixels that are not paper, 0 to 1: how thick and wide a digit is."""
    return 1 - image.ink.count(0) / DigitImage.SIDE**2


def shares(images: Sequence[DigitImage], predictions: Sequence[Prediction]) -> Shares:
    """Return how images, and what was said of them, are spread over the bins of each feature."""
    return {
        "digit": _spread([prediction.digit for prediction in predictions], DIGIT_BINS),
        "certainty": _spread([prediction.certainty for prediction in predictions], CERTAINTY_BINS),
        "ink": _spread([ink_share(image) for image in images], INK_BINS),
    }


def _spread(values: Sequence[float], bins: Sequence[float]) -> dict[str, float]:
    counts = Counter(bisect_left(bins, value) for value in values)
    return {str(end): counts[place] / len(values) for place, end in enumerate(bins)}
