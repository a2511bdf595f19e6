"""
Occlusion: which ink of an image speaks for a digit, and which against it.

A patch of paper is moved over the image, and the change of the digit's log-odds is what the covered
ink says: the occlusion sensitivity of M. D. Zeiler and R. Fergus, Visualizing and understanding
convolutional networks, ECCV 2014.
"""

from collections.abc import Iterator, Sequence
from math import log

from swagdigit.digit_image import DigitImage
from swagdigit.prediction import Prediction

_PATCH_RADIUS = 2  # pixels to each side of its middle that a patch of paper covers
_STEP = 2  # pixels from one patch to the next
_EPSILON = 1e-4  # how near to 0 and 1 a probability is taken for: nearer would drown all the rest

type Patch = tuple[range, range]


def occluded(image: DigitImage) -> list[tuple[Patch, DigitImage]]:
    """Return the image with a patch of paper on it, once for each patch that would hide ink."""
    return [
        (patch, DigitImage(bytes(covered)))
        for patch in _patches()
        if (covered := _covered(image.ink, patch)) != image.ink
    ]


def heat(
    digit: int, whole: Prediction, parts: Sequence[tuple[Patch, Prediction]]
) -> tuple[float, ...]:
    """
    Return how much each of the 784 pixels speaks for the digit, from -1 (against) to 1.

    Args:
        digit: 0 to 9.
        whole: what the classifier says of the image.
        parts: what it says with each patch of `occluded`.
    """
    losses: list[list[float]] = [[] for _ in range(DigitImage.SIDE**2)]
    for patch, prediction in parts:
        loss = _log_odds(whole, digit) - _log_odds(prediction, digit)
        for pixel in _pixels(patch):
            losses[pixel].append(loss)
    means = [sum(of_pixel) / len(of_pixel) if of_pixel else 0.0 for of_pixel in losses]
    most = max(map(abs, means)) or 1.0
    return tuple(mean / most for mean in means)


def _patches() -> Iterator[Patch]:
    middles = range(0, DigitImage.SIDE, _STEP)
    sides = [
        range(max(middle - _PATCH_RADIUS, 0), min(middle + _PATCH_RADIUS + 1, DigitImage.SIDE))
        for middle in middles
    ]
    return ((rows, columns) for rows in sides for columns in sides)


def _pixels(patch: Patch) -> Iterator[int]:
    rows, columns = patch
    return (row * DigitImage.SIDE + column for row in rows for column in columns)


def _covered(ink: bytes, patch: Patch) -> bytearray:
    covered = bytearray(ink)
    for pixel in _pixels(patch):
        covered[pixel] = 0
    return covered


def _log_odds(prediction: Prediction, digit: int) -> float:
    probability = min(max(prediction.probabilities[digit], _EPSILON), 1 - _EPSILON)
    return log(probability / (1 - probability))
