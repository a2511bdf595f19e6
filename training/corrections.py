"""What people corrected on the page, as samples to learn from: the zip that the service exports."""

import zipfile
from pathlib import Path, PurePosixPath

import numpy as np

from adapters.images.pillow_reader import PillowImageReader
from training.samples import Samples, from_pictures
from web.settings import Settings

_VARIATIONS = 50  # of each: what was read wrongly is rare, and has to count


def varied(corrections: Samples, *, at_most: int) -> Samples:
    """
    Return the corrections as they are, and 50 variations of each; together no more than `at_most`
    variations, so that a few people do not drown all others.
    """
    if not len(corrections.labels):
        return corrections
    count = min(_VARIATIONS * len(corrections.labels), at_most)
    more = from_pictures(*corrections, count=count, seed=8)
    return Samples(
        np.concatenate((corrections.ink, more.ink)),
        np.concatenate((corrections.labels, more.labels)),
    )


def load_corrections(file: Path | str) -> Samples:
    """
    Read each image of the export as the service reads it, with the digit that a person said.

    What reads blank shows no digit, whatever was said of it, and is left out.

    Args:
        file: the answer of `GET /api/images/labelled.zip`.
    """
    reader = PillowImageReader(max_pixels=Settings().max_pixels)
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
