"""The plan of a run: the list of all its images in a file, one part a line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from itertools import batched
from pathlib import Path

from bulk.atomic import atomic_write
from bulk.fingerprint import InputFingerprint
from bulk.inputs import Input

PART_SIZE = 512
"""How many images are read in one task, and by one call of the classifier."""


def write_plan(file: Path, images: Iterable[Input]) -> InputFingerprint:
    """
    Write the plan, and return the fingerprint of its images.

    There is no plan until it is complete, nor if writing it fails.
    """
    fingerprint = InputFingerprint()
    with atomic_write(file) as path, path.open("w", encoding="ascii") as lines:
        for part in batched(images, PART_SIZE, strict=False):
            for image in part:
                fingerprint = fingerprint.including(image)
            lines.write(json.dumps([astuple(image) for image in part]) + "\n")
    return fingerprint


def read_plan(file: Path) -> Iterator[list[Input]]:
    """Return the parts of a plan, one at a time."""
    with file.open(encoding="ascii") as lines:
        for line in lines:
            yield [Input(*image) for image in json.loads(line)]
