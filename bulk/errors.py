"""What can go wrong with a run and with its images, and the code of each in the results."""

from swagdigit import (
    BlankImage,
    CertaintyTooLow,
    ImageTooLarge,
    InvalidImage,
    SwagDigitError,
)


class RunRefused(SwagDigitError):
    """The run can not begin or be resumed as it was asked for."""


class RunInterrupted(SwagDigitError):
    """The run can not go on now; what is finished is kept, and the run can be resumed."""


class FileTooLarge(SwagDigitError):
    """The file, or by its stated size the zip's member, has more bytes than are read."""


class UnreadableFile(SwagDigitError):
    """The file can not be opened or read to its end."""


class ReaderCrashed(SwagDigitError):
    """The process that reads the image crashes on it."""


# The codes of errors that the API has too are those of the API.
_REFUSED = {BlankImage: "blank_image", CertaintyTooLow: "certainty_too_low"}
_FAILED = {
    InvalidImage: "invalid_image",
    ImageTooLarge: "image_too_large",
    FileTooLarge: "file_too_large",
    UnreadableFile: "unreadable_file",
    ReaderCrashed: "reader_crashed",
}
CODES: dict[type[SwagDigitError], str] = {**_REFUSED, **_FAILED}
"""The code in the results of each error that an image may end with."""

REFUSALS = frozenset(_REFUSED.values())
"""Codes of images that could be read, but are blank or too uncertain to be told."""
