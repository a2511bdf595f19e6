"""The domain: what a digit, a prediction and an honest certainty are. Standard library only."""

from swagdigit.archive import ArchivedImage, ArchiveEntry, ImageArchive
from swagdigit.certainty import CertaintyPolicy
from swagdigit.classifier import Classifier, model_version
from swagdigit.digit_image import DigitImage
from swagdigit.errors import (
    ArchiveUnavailable,
    BatchTooLarge,
    BlankImage,
    CertaintyTooLow,
    ClassifierUnavailable,
    ImageNotFound,
    ImageTooLarge,
    InvalidImage,
    SwagDigitError,
    first_line,
    without_frames,
)
from swagdigit.monitor import SystemLoad, SystemMonitor
from swagdigit.prediction import Prediction
from swagdigit.preview import DigitPreviewer, Explanation, Preview
from swagdigit.reader import ImageReader, Reading
from swagdigit.recogniser import DigitRecogniser, Recognition

__version__ = "0.1.0"

__all__ = [
    "ArchiveEntry",
    "ArchiveUnavailable",
    "ArchivedImage",
    "BatchTooLarge",
    "BlankImage",
    "CertaintyPolicy",
    "CertaintyTooLow",
    "Classifier",
    "ClassifierUnavailable",
    "DigitImage",
    "DigitPreviewer",
    "DigitRecogniser",
    "Explanation",
    "ImageArchive",
    "ImageNotFound",
    "ImageReader",
    "ImageTooLarge",
    "InvalidImage",
    "Prediction",
    "Preview",
    "Reading",
    "Recognition",
    "SwagDigitError",
    "SystemLoad",
    "SystemMonitor",
    "first_line",
    "model_version",
    "without_frames",
]
