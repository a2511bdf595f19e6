"""Reads a part of the images: the task of a worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Self, override

import pyarrow as pa

from bulk.errors import FileTooLarge, RunInterrupted, UnreadableFile
from bulk.inputs import Input
from bulk.rows import table_of
from bulk.sources import read_content
from swagdigit import (
    ArchiveUnavailable,
    ClassifierUnavailable,
    DigitRecogniser,
    ImageReader,
    Reading,
    model_version,
    without_frames,
)
from web.container import Container
from web.settings import InvalidSettings


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """
    What the results depend on besides the images; all workers of a run have to agree on it.

    The names of the attributes are keys of the manifest of a run.

    Attributes:
        model: version of the model.
        threshold: the least certainty that is told, in percent.
        max_bytes: the largest file that is read, in bytes.
        max_pixels: the largest image that is read, in pixels.
    """

    model: str
    threshold: float
    max_bytes: int
    max_pixels: int

    @classmethod
    def of_this_process(cls) -> Self:
        """
        Return what this process would read with.

        Raises:
            ClassifierUnavailable: there is no usable model.
            InvalidSettings: a setting has an impossible value.
        """
        settings = _container().settings()
        model = model_version(_container().classifier())
        return cls(model, settings.threshold, settings.max_bytes, settings.max_pixels)


class _ReaderWithoutBatchLimit(ImageReader):
    """
    Limits the pixels of each image, but not of all images of a part together.

    That limit is for requests, where somebody waits for all of them. By default, `for_batch`
    returns the reader itself.
    """

    def __init__(self, reader: ImageReader) -> None:
        self._reader = reader

    @override
    def read(self, received: bytes | str) -> Reading:
        return self._reader.read(received)


def read_part(
    images: Sequence[Input], settings: ReadingSettings, *, archive_images: bool
) -> pa.Table:
    """
    Read images, and return a row for each, in order.

    Args:
        images: what to read.
        settings: what the run was begun with.
        archive_images: whether to keep in the archive what can be read.

    Raises:
        RunInterrupted: this process would read with other settings, or has an impossible one.
        ClassifierUnavailable, ArchiveUnavailable: nothing can be read now, whatever the image; the
            latter only if keeping is required.
    """
    if (own := _own_settings()) != settings:
        raise RunInterrupted(f"a worker reads with {own}, the run began with {settings}")
    contents = (_content_or_error(image, settings) for image in images)  # one in memory at a time
    outcomes = _recogniser(archive_images=archive_images).recognise_many(contents)
    for outcome in outcomes:
        if isinstance(outcome, ClassifierUnavailable | ArchiveUnavailable):
            raise outcome
    return table_of(images, outcomes)


def _own_settings() -> ReadingSettings:
    # No image is to blame, as one would be for what else a worker raises.
    try:
        return ReadingSettings.of_this_process()
    except InvalidSettings as error:
        raise RunInterrupted(f"a worker can not read, {error}") from error


def _content_or_error(
    image: Input, settings: ReadingSettings
) -> bytes | FileTooLarge | UnreadableFile:
    try:
        return read_content(image, max_bytes=settings.max_bytes)
    except (FileTooLarge, UnreadableFile) as error:
        return without_frames(error)


@cache
def _container() -> Container:
    return Container()


@cache
def _recogniser(*, archive_images: bool) -> DigitRecogniser:
    container = _container()
    return DigitRecogniser(
        reader=_ReaderWithoutBatchLimit(container.reader()),
        archive=container.archive() if archive_images else None,
        classifier=container.classifier(),
        policy=container.policy(),
        archive_required=container.settings().archive_required,
    )
