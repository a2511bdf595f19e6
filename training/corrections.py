"""Corrections: images that people labelled on the page, as samples to train on."""

import sys
import zipfile
from pathlib import Path, PurePosixPath

import numpy as np

from adapters.images.pillow_reader import PillowImageReader
from training.samples import Samples, from_pictures

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

    What reads blank shows no digit, whatever its label, and is left out.

    Args:
        file: the zip, the answer of `GET /api/images/labelled.zip`.
    """
    # Whatever the limit of the service was, it has kept nothing beyond it.
    reader = PillowImageReader(max_pixels=sys.maxsize)
    ink, labels = [np.empty((0, 784), np.uint8)], []
    with zipfile.ZipFile(file) as export:
        for path in map(PurePosixPath, export.namelist()):
            if path.suffix != ".png":
                continue
            digit = reader.read(export.read(str(path))).digit
            if digit is not None:
                ink.append(np.frombuffer(digit.ink, np.uint8)[np.newaxis])
                labels.append(int(path.parent.name))
    return Samples(np.concatenate(ink), np.array(labels, np.int64))
