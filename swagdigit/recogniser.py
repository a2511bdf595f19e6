"""DigitRecogniser: the use case. Reads an image, archives it, classifies it, judges the answer."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from swagdigit.archive import ImageArchive
from swagdigit.certainty import CertaintyPolicy
from swagdigit.classifier import Classifier
from swagdigit.digit_image import DigitImage
from swagdigit.errors import (
    BlankImage,
    CertaintyTooLow,
    ClassifierUnavailable,
    SwagDigitError,
    without_frames,
)
from swagdigit.keeping import Keeper
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


@dataclass(frozen=True, slots=True)
class _Archived:
    digit: DigitImage
    image_id: str | None


class DigitRecogniser:
    """
    Says which digit an image shows, or that it is not certain enough to say.

    Args:
        archive: keeps the images; None where they are kept elsewhere.
        archive_required: whether an image that can not be kept is refused.
    """

    def __init__(
        self,
        *,
        reader: ImageReader,
        archive: ImageArchive | None,
        classifier: Classifier,
        policy: CertaintyPolicy,
        archive_required: bool = True,
    ) -> None:
        self._reader = reader
        self._keeper = Keeper(archive, required=archive_required)
        self._classifier = classifier
        self._policy = policy

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
        archived = self._read_and_archive(received, self._reader)
        try:
            [prediction] = self._classifier.classify([archived.digit])
        except ClassifierUnavailable as error:
            raise ClassifierUnavailable(str(error), image_id=archived.image_id) from error
        return self._record_and_judge(prediction, archived.image_id)

    def recognise_many[E: Exception](
        self, received: Iterable[bytes | str | E]
    ) -> list[Recognition | SwagDigitError | E]:
        """
        Recognise many images in one call of the classifier.

        Args:
            received: what `recognise` takes; or an exception, for an image that could not be received.

        Returns what `recognise` would return or raise for each, in order; the exceptions in their places.
        """
        reader = self._reader.for_batch()
        archived = [self._try_to_archive(one, reader) for one in received]
        digits = [one.digit for one in archived if isinstance(one, _Archived)]
        predictions = iter(self._try_to_classify(digits))
        return [
            self._try_to_judge(next(predictions), one.image_id)
            if isinstance(one, _Archived)
            else one
            for one in archived
        ]

    def _try_to_archive[E: Exception](
        self, received: bytes | str | E, reader: ImageReader
    ) -> _Archived | SwagDigitError | E:
        if isinstance(received, Exception):
            return received
        return _returned_or_raised(self._read_and_archive, received, reader)

    def _try_to_classify(
        self, digits: Sequence[DigitImage]
    ) -> Sequence[Prediction | SwagDigitError]:
        predictions = _returned_or_raised(self._classifier.classify, digits)
        return predictions if isinstance(predictions, list) else [predictions] * len(digits)

    def _try_to_judge(
        self, prediction: Prediction | SwagDigitError, image_id: str | None
    ) -> Recognition | SwagDigitError:
        if isinstance(prediction, ClassifierUnavailable):
            return ClassifierUnavailable(str(prediction), image_id=image_id)
        if isinstance(prediction, SwagDigitError):
            return prediction
        return _returned_or_raised(self._record_and_judge, prediction, image_id)

    def _read_and_archive(self, received: bytes | str, reader: ImageReader) -> _Archived:
        reading = reader.read(received)
        image_id = self._keeper.keep(reading.png)
        if reading.digit is None:
            self._keeper.record(image_id, None)
            raise BlankImage(image_id=image_id)
        return _Archived(reading.digit, image_id)

    def _record_and_judge(self, prediction: Prediction, image_id: str | None) -> Recognition:
        self._keeper.record(image_id, prediction)
        if not self._policy.is_certain(prediction):
            raise CertaintyTooLow(prediction, image_id=image_id)
        return Recognition(prediction, image_id)


def _returned_or_raised[**P, R](
    function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
) -> R | SwagDigitError:
    try:
        return function(*args, **kwargs)
    except SwagDigitError as error:
        return without_frames(error)  # until the last image is read
