"""Parts and requests that show what the web does with what it gets."""

import base64
from typing import override

from swagdigit import (
    ArchivedImage,
    ArchiveUnavailable,
    ImageReader,
    Reading,
    SystemLoad,
    SystemMonitor,
)
from tests.fakes.archive import InMemoryArchive
from tests.fakes.reader import BLANK_PNG, DIGIT_PNG, FixedReader


def predict_json(png: bytes = DIGIT_PNG, **options: object) -> dict[str, object]:
    """Return what `client.open` sends to have an image recognised, with other options."""
    image = {"image": base64.b64encode(png).decode()}
    return {"path": "/api/predict", "method": "POST", "json": image} | options


def batch_json(*pngs: bytes, **options: object) -> dict[str, object]:
    """Return what `client.open` sends to have images recognised at once, with other options."""
    images = {"images": [base64.b64encode(png).decode() for png in pngs]}
    return {"path": "/api/predict/batch", "method": "POST", "json": images} | options


DIGIT = predict_json()
BLANK = predict_json(BLANK_PNG)
BATCH = batch_json(DIGIT_PNG, b"garbage", BLANK_PNG, DIGIT_PNG)


class UnreadableArchive(InMemoryArchive):
    """Keeps what it is given, and can not find it again."""

    @override
    def ids(self, *, labelled: bool = False) -> list[str]:
        raise ArchiveUnavailable("a secret of the inside")

    @override
    def get(self, image_id: str) -> ArchivedImage:
        raise ArchiveUnavailable("a secret of the inside")

    @override
    def label(self, image_id: str, digit: int) -> None:
        raise ArchiveUnavailable("a secret of the inside")

    @override
    def delete(self, image_id: str) -> None:
        raise ArchiveUnavailable("a secret of the inside")


class NotingReader(FixedReader):
    """Notes down what it was given."""

    def __init__(self) -> None:
        self.received: list[bytes | str] = []

    @override
    def read(self, received: bytes | str) -> Reading:
        self.received.append(received)
        return super().read(received)


class FailingReader(ImageReader):
    """Raises the same error for everything."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    @override
    def read(self, received: bytes | str) -> Reading:
        raise self._error


class BrokenMonitor(SystemMonitor):
    """Fails as no monitor should."""

    @override
    def load(self) -> SystemLoad:
        raise ZeroDivisionError("a secret of the inside")
