"""DigitPreviewer says what it makes of an image, and why."""

from typing import override

import pytest

from swagdigit import CertaintyPolicy, Classifier, DigitImage, DigitPreviewer, Prediction
from tests.fakes.reader import DIGIT_PNG, FixedReader

SIDE = DigitImage.SIDE


def inked(*pixels):
    """Return an image with ink on these (row, column) and nowhere else."""
    ink = bytearray(SIDE * SIDE)
    for row, column in pixels:
        ink[row * SIDE + column] = 255
    return DigitImage(bytes(ink))


class Seeing(FixedReader):
    """Sees the same image whatever it reads."""

    def __init__(self, digit):
        self._digit = digit

    @override
    def read(self, received):
        return type(super().read(received))(png=received, digit=self._digit)


class CornerClassifier(Classifier):
    """Takes ink at the top left for a 7, and ink at the bottom right for something else."""

    def __init__(self):
        self.calls = []

    @override
    def classify(self, images):
        self.calls.append(images)
        return [self._said_of(image.ink) for image in images]

    @override
    def check(self):
        pass

    def _said_of(self, ink):
        seven = 0.5 + 0.4 * (ink[4 * SIDE + 4] > 0) - 0.2 * (ink[-4 * SIDE - 5] > 0)
        return Prediction((0.0, 1 - seven) + (0.0,) * 5 + (seven, 0.0, 0.0), "corner-1")


@pytest.fixture
def classifier():
    return CornerClassifier()


@pytest.fixture
def explain(classifier):
    """Explains an image."""

    def explain(image):
        previewer = DigitPreviewer(
            reader=Seeing(image), classifier=classifier, policy=CertaintyPolicy(75)
        )
        return previewer.explain(DIGIT_PNG)

    return explain


def test_ink_that_counts_is_hot(explain):
    """Ink for the digit is 1, ink against it is below 0, and paper far from both is 0."""
    heat = explain(inked((4, 4), (23, 23), (14, 14))).heat

    assert len(heat) == SIDE * SIDE
    assert heat[4 * SIDE + 4] == max(heat) == 1
    assert -1 <= heat[23 * SIDE + 23] == min(heat) < 0
    assert heat[14 * SIDE + 14] == heat[4 * SIDE + 23] == 0


def test_what_is_explained_is_what_was_seen(explain):
    """The explanation holds the preview, uncertain or not."""
    image = inked((4, 4), (23, 23))
    preview = explain(image).preview

    assert preview.seen == image
    assert (preview.prediction.digit, preview.prediction.certainty) == (7, 70.0)
    assert not preview.is_certain


def test_only_what_hides_ink_is_tried(explain, classifier):
    """All patches go to the classifier in one call, and none that would change nothing."""
    image = inked((4, 4))
    explain(image)
    [_, tried] = classifier.calls

    assert 0 < len(tried) <= 9
    assert image not in tried
    assert all(sum(patched.ink) == 0 for patched in tried)


def test_a_certain_answer_is_explained_too(explain):
    """Certainty beyond all doubt makes no number that is none."""
    sure = inked((4, 4))

    assert all(-1 <= level <= 1 for level in explain(sure).heat)
