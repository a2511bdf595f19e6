"""DigitRecogniser: the use case. Reads an image, archives it, classifies it, judges the answer."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from swagdigit.archive import ImageArchive
from swagdigit.certainty import CertaintyPolicy
from swagdigit.classifier import Classifier
from swagdigit.digit_image import DigitImage
from swagdigit.errors import (
    ArchiveUnavailable,
    BlankImage,
    CertaintyTooLow,
    ImageNotFound,
    SwagDigitError,
)
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
class _Kept:
    digit: DigitImage
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
        kept = self._kept(received, self._reader)
        [prediction] = self._classifier.classify([kept.digit])
        return self._judged(prediction, kept.image_id)

    def recognise_many(
        self, received: Iterable[bytes | str]
    ) -> list[Recognition | SwagDigitError]:
        """
        Recognise many images in one call of the classifier.

        Returns what `recognise` would return or raise for each, in order.
        """
        reader = self._reader.for_many()
        kept = [_outcome(self._kept, one, reader) for one in received]
        digits = [one.digit for one in kept if isinstance(one, _Kept)]
        predictions = iter(self._predictions(digits))
        return [
            self._outcome_of(next(predictions), one.image_id) if isinstance(one, _Kept) else one
            for one in kept
        ]

    def _kept(self, received: bytes | str, reader: ImageReader) -> _Kept:
        reading = reader.read(received)
        image_id = None
        with suppress(*self._tolerated):
            image_id = self._archive.keep(reading.png)
        if reading.digit is None:
            raise BlankImage(image_id=image_id)
        return _Kept(reading.digit, image_id)

    def _predictions(self, digits: Sequence[DigitImage]) -> Sequence[Prediction | SwagDigitError]:
        predictions = _outcome(self._classifier.classify, digits)
        return predictions if isinstance(predictions, list) else [predictions] * len(digits)

    def _outcome_of(
        self, prediction: Prediction | SwagDigitError, image_id: str | None
    ) -> Recognition | SwagDigitError:
        if isinstance(prediction, SwagDigitError):
            return prediction
        return _outcome(self._judged, prediction, image_id)

    def _judged(self, prediction: Prediction, image_id: str | None) -> Recognition:
        if image_id is not None:
            self._record(image_id, prediction)
        if not self._policy.is_certain(prediction):
            raise CertaintyTooLow(prediction, image_id=image_id)
        return Recognition(prediction, image_id)

    def _record(self, image_id: str, prediction: Prediction) -> None:
        # Somebody may have erased the image meanwhile: the answer is as right as before.
        with suppress(ImageNotFound, *self._tolerated):
            try:
                self._archive.record(image_id, prediction)
            except ArchiveUnavailable as error:
                raise ArchiveUnavailable(str(error), image_id=image_id) from error


def _outcome[**P, R](
    step: Callable[P, R], *given: P.args, **named: P.kwargs
) -> R | SwagDigitError:
    """Take a step and return what it returns or raises."""
    try:
        return step(*given, **named)
    except SwagDigitError as error:
        # An error's traceback would keep the image, however large, until the last one is read.
        return error.with_traceback(None)
