"""Previews: what a classifier makes of an image that is not kept, and why."""

from dataclasses import dataclass

from swagdigit.certainty import CertaintyPolicy
from swagdigit.classifier import Classifier
from swagdigit.digit_image import DigitImage
from swagdigit.errors import BlankImage
from swagdigit.occlusion import heat, occluded
from swagdigit.prediction import Prediction
from swagdigit.reader import ImageReader


@dataclass(frozen=True, slots=True)
class Preview:
    """
    A prediction for an image that is not kept.

    Attributes:
        seen: the image as the classifier got it.
        prediction: what it said of it.
        is_certain: whether the prediction could be told.
    """

    seen: DigitImage
    prediction: Prediction
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """
    What a prediction rests on.

    Attributes:
        preview: what is explained.
        heat: how much each pixel of `preview.seen` speaks for the digit, from -1 (against) to 1.
    """

    preview: Preview
    heat: tuple[float, ...]


class DigitPreviewer:
    """Says at once what it makes of a drawing that somebody is still at, and keeps nothing."""

    def __init__(
        self, *, reader: ImageReader, classifier: Classifier, policy: CertaintyPolicy
    ) -> None:
        self._reader = reader
        self._classifier = classifier
        self._policy = policy

    def preview(self, received: bytes | str) -> Preview:
        """
        Say what an image file or its base64 text shows, however uncertain.

        Raises:
            InvalidImage, ImageTooLarge: it can not be read.
            BlankImage: nothing is drawn on it.
            ClassifierUnavailable: there is no model to ask.
        """
        seen = self._reader.read(received).digit
        if seen is None:
            raise BlankImage(image_id=None)
        [prediction] = self._classifier.classify([seen])
        return Preview(seen, prediction, self._policy.is_certain(prediction))

    def explain(self, received: bytes | str) -> Explanation:
        """
        Say in addition which ink speaks for the digit; raises as `preview` does.

        The classifier is asked again with a patch of paper here and there, all in one call.
        """
        preview = self.preview(received)
        parts = occluded(preview.seen)
        said = self._classifier.classify([image for _, image in parts])
        patches = [patch for patch, _ in parts]
        whole = preview.prediction
        return Explanation(
            preview, heat(whole.digit, whole, list(zip(patches, said, strict=True)))
        )
