"""Corrections: images that people labelled on the page, as samples to train on."""

import sys
import zipfile
from pathlib import Path, PurePosixPath

import numpy as np

from adapters.images.pillow_reader import PillowImageReader
from swagdigit import DigitImage, ImageReader, InvalidImage
from training.samples import Samples, from_pictures

_FOLDERS = frozenset("0123456789")
_COPIES = 50  # of each: what was read wrongly is rare, and has to count


def augmented(corrections: Samples, *, at_most: int) -> Samples:
    """
    Return the corrections as they are, and on average 50 augmented copies of each; no more than
    `at_most` copies in all, so that a few people do not outweigh all others.
    """
    if not len(corrections.labels):
        return corrections
    count = min(_COPIES * len(corrections.labels), at_most)
    copies = from_pictures(*corrections, count=count, seed=8)
    return Samples(
        np.concatenate((corrections.ink, copies.ink)),
        np.concatenate((corrections.labels, copies.labels)),
    )


def load_corrections(file: Path | str) -> Samples:
    """
    Read each image of the service's export as the service reads it, with the label of a person.

    What reads blank shows no digit, whatever its label, and is left out. So are hidden files, which a
    Mac puts beside the others when somebody has looked through them and made a zip of them again.

    Args:
        file: the zip, the answer of `GET /api/images/labelled.zip`.

    Raises:
        ValueError: an image is in no folder of a digit.
        InvalidImage: it can not be read.
    """
    # Whatever the limit of the service was, it has kept nothing beyond it.
    reader = PillowImageReader(max_pixels=sys.maxsize)
    ink, labels = [np.empty((0, 784), np.uint8)], []
    with zipfile.ZipFile(file) as export:
        for name in export.namelist():
            path = PurePosixPath(name)
            if path.suffix.lower() != ".png" or path.name.startswith("."):
                continue
            label, digit = _label_of(path), _read(reader, export.read(name), path)
            if digit is not None:
                ink.append(np.frombuffer(digit.ink, np.uint8)[np.newaxis])
                labels.append(label)
    return Samples(np.concatenate(ink), np.array(labels, np.int64))


def _label_of(path: PurePosixPath) -> int:
    if path.parent.name not in _FOLDERS:
        raise ValueError(f"{path} is in no folder of a digit, 0 to 9")
    return int(path.parent.name)


def _read(reader: ImageReader, file: bytes, path: PurePosixPath) -> DigitImage | None:
    try:
        return reader.read(file).digit
    except InvalidImage as error:
        raise InvalidImage(f"{path}: {error}") from error
