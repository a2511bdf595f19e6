"""DigitRecogniser reads, archives, classifies and judges."""

import pytest

from swagdigit import (
    ArchiveUnavailable,
    BlankImage,
    CertaintyPolicy,
    CertaintyTooLow,
    ClassifierUnavailable,
    DigitRecogniser,
    InvalidImage,
)
from tests.fakes.archive import FullArchive, InMemoryArchive
from tests.fakes.classifier import UNSURE, FixedClassifier, UnavailableClassifier
from tests.fakes.reader import BLANK_PNG, DIGIT_PNG, FixedReader


class ArchiveFullByThen(InMemoryArchive):
    """Has room for the image, but not for its outcome."""

    def record(self, image_id, prediction):
        raise ArchiveUnavailable("no room")


@pytest.fixture
def archive():
    return InMemoryArchive()


@pytest.fixture
def recogniser_with(archive):
    """Make a recogniser of fakes, some of them others."""

    def make(**others):
        parts = {
            "reader": FixedReader(),
            "archive": archive,
            "classifier": FixedClassifier(),
            "policy": CertaintyPolicy(),
        }
        return DigitRecogniser(**parts | others)

    return make


def test_a_certain_digit_is_told_and_kept(recogniser_with, archive):
    """The answer names the image in the archive, which has the prediction beside it."""
    recognition = recogniser_with().recognise(DIGIT_PNG)
    kept = archive.get(recognition.image_id)

    assert recognition.prediction.digit == 5
    assert (kept.png, kept.prediction) == (DIGIT_PNG, recognition.prediction)


def test_an_uncertain_digit_is_not_told_but_kept(recogniser_with, archive):
    """The refusal says how uncertain, and names the image."""
    with pytest.raises(CertaintyTooLow) as refusal:
        recogniser_with(classifier=FixedClassifier(UNSURE)).recognise(DIGIT_PNG)

    assert refusal.value.prediction.certainty == 41.7
    assert archive.get(refusal.value.image_id).prediction == refusal.value.prediction


def test_the_threshold_is_the_policy_s(recogniser_with):
    """With a lower threshold the same answer is told."""
    recogniser = recogniser_with(classifier=FixedClassifier(UNSURE), policy=CertaintyPolicy(40))

    assert recogniser.recognise(DIGIT_PNG).prediction.digit == 0


def test_a_blank_image_is_refused_but_kept(recogniser_with, archive):
    """Nobody asks a classifier about nothing."""
    with pytest.raises(BlankImage) as refusal:
        recogniser_with(classifier=UnavailableClassifier()).recognise(BLANK_PNG)

    assert archive.get(refusal.value.image_id).png == BLANK_PNG


def test_what_can_not_be_read_is_not_kept(recogniser_with, archive):
    """Garbage does not fill the archive."""
    with pytest.raises(InvalidImage):
        recogniser_with().recognise(b"garbage")

    assert archive.ids() == []


def test_an_image_is_kept_before_the_classifier_is_asked(recogniser_with, archive):
    """Without a model nothing is told, but nothing is lost either."""
    with pytest.raises(ClassifierUnavailable):
        recogniser_with(classifier=UnavailableClassifier()).recognise(DIGIT_PNG)

    assert [archive.get(image_id).png for image_id in archive.ids()] == [DIGIT_PNG]


@pytest.mark.parametrize("png", [DIGIT_PNG, BLANK_PNG])
def test_what_can_not_be_kept_is_not_answered(recogniser_with, png):
    """An answer is a promise that the image is in the archive."""
    with pytest.raises(ArchiveUnavailable):
        recogniser_with(archive=FullArchive()).recognise(png)


def test_by_setting_what_can_not_be_kept_is_answered_without_a_name(recogniser_with):
    """Where keeping is not required, the answer says by its missing name that it was not kept."""
    recogniser = recogniser_with(archive=FullArchive(), archive_required=False)

    recognition = recogniser.recognise(DIGIT_PNG)

    assert (recognition.prediction.digit, recognition.image_id) == (5, None)
    with pytest.raises(BlankImage) as refusal:
        recogniser.recognise(BLANK_PNG)
    assert refusal.value.image_id is None


def test_an_outcome_that_can_not_be_kept_is_not_told(recogniser_with):
    """The image and its outcome belong together: without the one, the other is not promised."""
    with pytest.raises(ArchiveUnavailable):
        recogniser_with(archive=ArchiveFullByThen()).recognise(DIGIT_PNG)


def test_by_setting_an_outcome_that_can_not_be_kept_is_told(recogniser_with):
    """Where keeping is not required, the answer still names the image, which was kept."""
    archive = ArchiveFullByThen()
    recognition = recogniser_with(archive=archive, archive_required=False).recognise(DIGIT_PNG)

    assert recognition.prediction.digit == 5
    assert archive.get(recognition.image_id).prediction is None
