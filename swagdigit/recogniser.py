"""DigitRecogniser: the use case. Reads an image, archives it, classifies it, judges the answer."""

from contextlib import suppress
from dataclasses import dataclass

from swagdigit.archive import ImageArchive
from swagdigit.certainty import CertaintyPolicy
from swagdigit.classifier import Classifier
from swagdigit.errors import ArchiveUnavailable, BlankImage, CertaintyTooLow
from swagdigit.prediction import Prediction
from swagdigit.reader import ImageReader


@dataclass(frozen=True, slots=True)
class Recognition:
    """
    A prediction that may be told.

    Attributes:
        prediction: the digit and its certainty.
        image_id: the name of the image in the archive; None if it could not be kept.
    """

    prediction: Prediction
    image_id: str | None


class DigitRecogniser:
    """Says which digit an image shows, or that it is not certain enough to say."""

    def __init__(
        self,
        *,
        reader: ImageReader,
        archive: ImageArchive,
        classifier: Classifier,
        policy: CertaintyPolicy,
        archive_required: bool = True,
    ) -> None:
        self._reader = reader
        self._archive = archive
        self._classifier = classifier
        self._policy = policy
        self._tolerated = () if archive_required else (ArchiveUnavailable,)

    def recognise(self, received: bytes | str) -> Recognition:
        """
        Recognise the digit on an image file or its base64 text.

        Every image that can be read is archived first, so that none is lost to what follows.

        Raises:
            InvalidImage, ImageTooLarge: it can not be read.
            BlankImage: nothing is drawn on it.
            CertaintyTooLow: the prediction may not be told.
            ClassifierUnavailable: there is no model to ask.
            ArchiveUnavailable: it can not be kept, and keeping is required.
        """
        reading = self._reader.read(received)
        image_id = None
        with suppress(*self._tolerated):
            image_id = self._archive.keep(reading.png)
        if reading.digit is None:
            raise BlankImage(image_id=image_id)
        [prediction] = self._classifier.classify([reading.digit])
        if image_id is not None:
            with suppress(*self._tolerated):
                self._archive.record(image_id, prediction)
        if not self._policy.is_certain(prediction):
            raise CertaintyTooLow(prediction, image_id=image_id)
        return Recognition(prediction, image_id)
