"""Classifier: the port for whatever tells digits apart."""

from collections.abc import Sequence
from typing import Protocol

from swagdigit.digit_image import DigitImage
from swagdigit.prediction import Prediction


class Classifier(Protocol):
    """Gives each image the probabilities of the ten digits; the same image, the same answer."""

    def classify(self, images: Sequence[DigitImage]) -> list[Prediction]:
        """
        Return one prediction for each image, in order; none for none.

        Raises:
            ClassifierUnavailable: there is no usable model.
        """
        ...

    def check(self) -> None:
        """
        Do what is needed to answer at once: load the model, reach the server.

        Raises:
            ClassifierUnavailable: there is no usable model.
        """
        ...

    def reload(self) -> None:
        """
        Answer with the model as it is stored now; where that one is refused, with the old one.

        A classifier that stores no model has nothing to do.

        Raises:
            ClassifierUnavailable: the stored model is refused.
        """


def model_version(classifier: Classifier) -> str:
    """
    Ask a classifier for the version of its model, by a blank page.

    Raises:
        ClassifierUnavailable: there is no usable model.
    """
    [prediction] = classifier.classify([DigitImage.blank()])
    return prediction.model
