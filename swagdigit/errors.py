"""Everything that can go wrong, as the domain names it. Status codes are the web's affair."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from swagdigit.prediction import Prediction


class SwagDigitError(Exception):
    """Root of all errors that SwagDigitClassifier3000 raises on purpose."""


class InvalidImage(SwagDigitError):
    """What was received is not an image that can be read."""


class ImageTooLarge(SwagDigitError):
    """The image has more pixels than are read."""


class BatchTooLarge(ImageTooLarge):
    """The image has more pixels than the others of its batch have left for it."""


class BlankImage(SwagDigitError):
    """Nothing is drawn on the image, which was archived as `image_id` (None: not archived)."""

    def __init__(self, *, image_id: str | None) -> None:
        super().__init__("nothing is drawn on the image")
        self.image_id = image_id


class CertaintyTooLow(SwagDigitError):
    """The prediction for the image archived as `image_id` is not certain enough to be told."""

    def __init__(self, prediction: Prediction, *, image_id: str | None) -> None:
        super().__init__(f"{prediction.certainty} % is not certain enough")
        self.prediction = prediction
        self.image_id = image_id


class ClassifierUnavailable(SwagDigitError):
    """No usable model answers; the image was archived before as `image_id` (None: there is none)."""

    def __init__(self, reason: str = "", *, image_id: str | None = None) -> None:
        super().__init__(reason)
        self.image_id = image_id


class ArchiveUnavailable(SwagDigitError):
    """The archive can not do it now; what it kept before that failed is `image_id` (None: nothing)."""

    def __init__(self, reason: str = "", *, image_id: str | None = None) -> None:
        super().__init__(reason)
        self.image_id = image_id


class ImageNotFound(SwagDigitError):
    """The archive has no image of that name."""


def first_line(error: Exception) -> str:
    """Return what an error of a library says, without what only its developers can read."""
    # What a store of objects has answered comes behind that, as XML.
    return str(error).partition("\n")[0].partition(": <?xml")[0]


def without_frames[E: Exception](error: E) -> E:
    """Return an error that holds neither where it was raised nor what it was raised because of."""
    # The frames of both keep all that was in memory there, such as a whole image.
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
