"""Reading: what a worker does with a part of the images."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self, override

import pyarrow as pa

from bulk.errors import FileTooLarge, RunBrokenOff, UnreadableFile
from bulk.inputs import Input
from bulk.listing import content_of
from bulk.rows import table_of
from swagdigit import (
    ArchiveUnavailable,
    ClassifierUnavailable,
    DigitRecogniser,
    ImageReader,
    Reading,
    model_version,
)
from web.container import Container


@dataclass(frozen=True, slots=True)
class Terms:
    """
    What the results depend on, beside the images.

    Attributes:
        model: version of the model.
        threshold: the least certainty that is told, in percent.
        max_bytes: of a file.
        max_pixels: of an image.
    """

    model: str
    threshold: float
    max_bytes: int
    max_pixels: int

    @classmethod
    def here(cls) -> Self:
        """
        Return those of this process.

        Raises:
            ClassifierUnavailable: there is no usable model.
        """
        settings = _container().settings()
        model = model_version(_container().classifier())
        return cls(model, settings.threshold, settings.max_bytes, settings.max_pixels)


class _EachAlone(ImageReader):
    """Reads each image as if it came alone: in a run, nobody waits for all of them together."""

    def __init__(self, reader: ImageReader) -> None:
        self._reader = reader

    @override
    def read(self, received: bytes | str) -> Reading:
        return self._reader.read(received)


def read_part(images: Sequence[Input], terms: Terms, *, keep: bool) -> pa.Table:
    """
    Read images, and return a row for each, in order.

    Args:
        images: what to read.
        terms: what the run began with.
        keep: whether to put into the archive what can be read.

    Raises:
        RunBrokenOff: this process would answer on other terms.
        ClassifierUnavailable, ArchiveUnavailable: nothing can be read now, whatever the image.
    """
    if (own := Terms.here()) != terms:
        raise RunBrokenOff(f"a worker reads with {own}, the run began with {terms}")
    contents = (_content_of(image, terms) for image in images)  # one in memory at a time
    outcomes = _recogniser(keep=keep).recognise_many(contents)
    for outcome in outcomes:
        if isinstance(outcome, ClassifierUnavailable | ArchiveUnavailable):
            raise outcome
    return table_of(images, outcomes)


def _content_of(image: Input, terms: Terms) -> bytes | FileTooLarge | UnreadableFile:
    try:
        return content_of(image, max_bytes=terms.max_bytes)
    except (FileTooLarge, UnreadableFile) as error:
        return error.with_traceback(None)


@cache
def _container() -> Container:
    return Container()


@cache
def _recogniser(*, keep: bool) -> DigitRecogniser:
    parts = _container()
    return DigitRecogniser(
        reader=_EachAlone(parts.reader()),
        archive=parts.archive() if keep else None,
        classifier=parts.classifier(),
        policy=parts.policy(),
    )
