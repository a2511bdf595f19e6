"""What every Classifier promises."""

import pytest

from swagdigit import DigitImage

BLANK = DigitImage.blank()
FULL = DigitImage(b"\xff" * 784)
STROKE = DigitImage((bytes(12) + b"\xff" * 4 + bytes(12)) * 28)


class ClassifierContract:
    """Inherit from it with a fixture `classifier`."""

    def test_ten_probabilities_for_each_image(self, classifier):
        """Each image gets ten probabilities that add up to at most one, and the model's name."""
        predictions = classifier.classify([BLANK, FULL, STROKE])

        assert len(predictions) == 3
        for prediction in predictions:
            assert len(prediction.probabilities) == 10
            assert sum(prediction.probabilities) <= 1 + 1e-6
            assert prediction.model

    def test_no_images_no_predictions(self, classifier):
        """Nothing is said of nothing."""
        assert classifier.classify([]) == []

    def test_the_same_image_the_same_answer(self, classifier):
        """An answer does not depend on what was asked before."""
        first = classifier.classify([STROKE])
        classifier.classify([FULL, BLANK])

        assert classifier.classify([STROKE]) == first

    def test_a_batch_is_answered_in_order(self, classifier):
        """An image in a batch is answered as it would be alone."""
        images = [STROKE, BLANK, FULL, STROKE]
        alone = [classifier.classify([image])[0] for image in images]

        for one, other in zip(classifier.classify(images), alone, strict=True):
            assert one.probabilities == pytest.approx(other.probabilities, abs=1e-5)

    def test_it_says_that_it_is_there(self, classifier):
        """The check passes silently, and passes again."""
        classifier.check()
        classifier.check()

    def test_a_reload_of_the_same_changes_nothing(self, classifier):
        """What is stored is what answers, before and after it is taken up anew."""
        before = classifier.classify([STROKE])
        classifier.reload()

        assert classifier.classify([STROKE]) == before
