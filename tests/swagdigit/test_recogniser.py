"""DigitRecogniser reads, archives, classifies and judges."""

import pytest

from swagdigit import (
    ArchiveUnavailable,
    BlankImage,
    CertaintyPolicy,
    CertaintyTooLow,
    ClassifierUnavailable,
    DigitRecogniser,
    ImageTooLarge,
    InvalidImage,
    Recognition,
)
from tests.fakes.archive import FullArchive, InMemoryArchive
from tests.fakes.classifier import UNSURE, FixedClassifier, UnavailableClassifier
from tests.fakes.reader import BLANK_PNG, DIGIT_PNG, FixedReader


class ArchiveFullByThen(InMemoryArchive):
    """Has room for the image, but not for its outcome."""

    def record(self, image_id, prediction):
        raise ArchiveUnavailable("no room")

    def record_blank(self, image_id):
        raise ArchiveUnavailable("no room")


class CountingClassifier(FixedClassifier):
    """Notes down how many images each call has."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def classify(self, images):
        self.asked.append(len(images))
        return super().classify(images)


class ImpatientReader(FixedReader):
    """Reads one image of many."""

    def __init__(self):
        self._left = 1

    def for_batch(self):
        return ImpatientReader()

    def read(self, received):
        if not self._left:
            raise ImageTooLarge("enough")
        self._left -= 1
        return super().read(received)


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
    kept = archive.get(refusal.value.image_id)

    assert (kept.png, kept.is_blank) == (BLANK_PNG, True)


def test_what_can_not_be_read_is_not_kept(recogniser_with, archive):
    """Garbage does not fill the archive."""
    with pytest.raises(InvalidImage):
        recogniser_with().recognise(b"garbage")

    assert archive.ids() == []


def test_an_image_is_kept_before_the_classifier_is_asked(recogniser_with, archive):
    """Without a model nothing is told, but nothing is lost either."""
    with pytest.raises(ClassifierUnavailable) as refusal:
        recogniser_with(classifier=UnavailableClassifier()).recognise(DIGIT_PNG)

    assert [refusal.value.image_id] == archive.ids()
    assert archive.get(refusal.value.image_id).png == DIGIT_PNG


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


@pytest.mark.parametrize("png", [DIGIT_PNG, BLANK_PNG])
def test_an_outcome_that_can_not_be_kept_is_not_told(recogniser_with, png):
    """The image and its outcome belong together: without the one, the other is not promised."""
    archive = ArchiveFullByThen()
    with pytest.raises(ArchiveUnavailable) as refusal:
        recogniser_with(archive=archive).recognise(png)

    assert [refusal.value.image_id] == archive.ids()  # by which it can be erased


def test_an_image_that_is_erased_meanwhile_is_answered(recogniser_with):
    """Nobody wants to keep it any more; its digit is as right as before."""

    class ForgetfulArchive(InMemoryArchive):
        def record(self, image_id, prediction):
            self.delete(image_id)
            super().record(image_id, prediction)

    recognition = recogniser_with(archive=ForgetfulArchive()).recognise(DIGIT_PNG)

    assert recognition.prediction.digit == 5


def test_by_setting_an_outcome_that_can_not_be_kept_is_told(recogniser_with):
    """Where keeping is not required, the answer still names the image, which was kept."""
    archive = ArchiveFullByThen()
    recognition = recogniser_with(archive=archive, archive_required=False).recognise(DIGIT_PNG)

    assert recognition.prediction.digit == 5
    assert archive.get(recognition.image_id).prediction is None


def test_without_an_archive_nothing_has_a_name(recogniser_with):
    """Images that are kept elsewhere are recognised all the same."""
    recogniser = recogniser_with(archive=None)

    assert recogniser.recognise(DIGIT_PNG).image_id is None
    for outcome in recogniser.recognise_many([DIGIT_PNG, BLANK_PNG]):
        assert outcome.image_id is None


class TestMany:
    """Many images are recognised as each would be alone."""

    def test_each_has_its_outcome_in_order(self, recogniser_with, archive):
        """A refusal of one harms no other, and what could be read is kept in order."""
        outcomes = recogniser_with().recognise_many([DIGIT_PNG, b"garbage", BLANK_PNG, DIGIT_PNG])
        first, garbage, blank, last = outcomes

        assert isinstance(garbage, InvalidImage)
        assert isinstance(blank, BlankImage)
        assert [first.image_id, blank.image_id, last.image_id] == archive.ids()
        assert archive.get(last.image_id).prediction == last.prediction

    def test_the_classifier_is_asked_once(self, recogniser_with):
        """All digits, and nothing but digits, go into one call."""
        classifier = CountingClassifier()
        recogniser_with(classifier=classifier).recognise_many([DIGIT_PNG, BLANK_PNG] * 3)

        assert classifier.asked == [3]

    def test_an_uncertain_one_is_refused(self, recogniser_with):
        """The policy judges each, and the refusal names the image."""
        recogniser = recogniser_with(classifier=FixedClassifier(UNSURE))
        outcomes = recogniser.recognise_many([DIGIT_PNG, DIGIT_PNG])

        assert [type(outcome) for outcome in outcomes] == [CertaintyTooLow] * 2
        assert outcomes[0].image_id < outcomes[1].image_id

    def test_without_a_model_nothing_is_lost(self, recogniser_with, archive):
        """What could be read is kept; each is told why there is no answer."""
        recogniser = recogniser_with(classifier=UnavailableClassifier())
        outcomes = recogniser.recognise_many([DIGIT_PNG, b"garbage", DIGIT_PNG])

        assert [type(outcome) for outcome in outcomes] == [
            ClassifierUnavailable,
            InvalidImage,
            ClassifierUnavailable,
        ]
        assert [outcomes[0].image_id, outcomes[2].image_id] == archive.ids()

    def test_what_can_not_be_kept_is_not_answered(self, recogniser_with):
        """Neither where the image finds no room, nor where its outcome does not."""
        for archive in (FullArchive(), ArchiveFullByThen()):
            [outcome] = recogniser_with(archive=archive).recognise_many([DIGIT_PNG])

            assert isinstance(outcome, ArchiveUnavailable)

    def test_a_refusal_does_not_hold_the_image(self, recogniser_with):
        """Thousands of refusals take no more memory than their words, nor do their causes."""
        for refusal in recogniser_with().recognise_many([b"garbage", "no base64"]):
            assert refusal.__traceback__ is None
            assert refusal.__cause__ is None
            assert refusal.__context__ is None

    def test_what_takes_too_long_is_refused(self, recogniser_with, archive):
        """The reader decides how much is too much for one request; the next one has its own."""
        recogniser = recogniser_with(reader=ImpatientReader())
        for _ in range(2):
            first, *others = recogniser.recognise_many([DIGIT_PNG] * 3)
            assert isinstance(first, Recognition)
            assert [type(one) for one in others] == [ImageTooLarge] * 2

        assert len(archive.ids()) == 2

    def test_what_was_not_received_keeps_its_place(self, recogniser_with, archive):
        """An exception that stands for an image comes back where it was, and nothing else moves."""
        missing = ValueError("nothing was sent")
        first, same, last = recogniser_with().recognise_many([DIGIT_PNG, missing, DIGIT_PNG])

        assert same is missing
        assert [first.image_id, last.image_id] == archive.ids()

    def test_none_are_none(self, recogniser_with):
        """No images, no outcomes."""
        assert recogniser_with().recognise_many([]) == []
