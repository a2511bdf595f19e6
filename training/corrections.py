"""What people corrected on the page, as samples to learn from: the zip that the service exports."""

import zipfile
from pathlib import Path, PurePosixPath

import numpy as np

from adapters.images.pillow_reader import PillowImageReader
from training.samples import Samples

_MAX_PIXELS = 25_000_000


def load_corrections(file: Path | str) -> Samples:
    """
    Read each image of the export as the service reads it, with the digit that a person said.

    What reads blank shows no digit, whatever was said of it, and is left out.

    Args:
        file: the answer of `GET /api/images/labelled.zip`.
    """
    reader = PillowImageReader(max_pixels=_MAX_PIXELS)
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
