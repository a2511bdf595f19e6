"""Reading: what a worker does with a part of the images."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self, override

import pyarrow as pa

from bulk.archive import NoArchive
from bulk.errors import FileTooLarge, RunBrokenOff, UnreadableFile
from bulk.inputs import Input
from bulk.listing import content_of
from bulk.rows import table_of
from swagdigit import (
    ArchiveUnavailable,
    ClassifierUnavailable,
    DigitImage,
    DigitRecogniser,
    ImageReader,
    Reading,
    SwagDigitError,
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
        [prediction] = _container().classifier().classify([DigitImage(bytes(DigitImage.SIDE**2))])
        return cls(prediction.model, settings.threshold, settings.max_bytes, settings.max_pixels)


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
    unread: dict[int, SwagDigitError] = {}
    recognised = iter(_recogniser(keep=keep).recognise_many(_contents(images, unread, terms)))
    outcomes = [
        unread[place] if place in unread else next(recognised) for place in range(len(images))
    ]
    for outcome in outcomes:
        if isinstance(outcome, ClassifierUnavailable | ArchiveUnavailable):
            raise outcome
    return table_of(images, outcomes)


def _contents(
    images: Sequence[Input], unread: dict[int, SwagDigitError], terms: Terms
) -> Iterator[bytes]:
    """Give the content of one image after another, and note the places of those that have none."""
    for place, image in enumerate(images):
        try:
            yield content_of(image, max_bytes=terms.max_bytes)
        except (FileTooLarge, UnreadableFile) as error:
            unread[place] = error


@cache
def _container() -> Container:
    return Container()


@cache
def _recogniser(*, keep: bool) -> DigitRecogniser:
    parts = _container()
    return DigitRecogniser(
        reader=_EachAlone(parts.reader()),
        archive=parts.archive() if keep else NoArchive(),
        classifier=parts.classifier(),
        policy=parts.policy(),
        archive_required=keep,
    )
