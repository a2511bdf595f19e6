"""The plan of a run: all its images in a file, a part in each line."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from hashlib import blake2b
from itertools import batched
from pathlib import Path

from bulk.files import whole_file
from bulk.inputs import Input

PART = 512
"""How many images are read in one task, and by one call of the classifier."""

_BITS = 64


@dataclass(frozen=True, slots=True)
class Census:
    """
    What tells one list of images from another, in whatever order they are found.

    Attributes:
        images: how many there are.
        digest: a checksum of their paths and stamps.
    """

    images: int = 0
    digest: int = 0

    def with_one_more(self, image: Input) -> "Census":
        """Count an image."""
        one = blake2b(repr(image).encode("utf-8", "surrogateescape"), digest_size=_BITS // 8)
        digest = (self.digest + int.from_bytes(one.digest())) % 2**_BITS
        return Census(self.images + 1, digest)


def write_plan(file: Path, images: Iterable[Input]) -> Census:
    """Write the plan; while it is written, and if that fails, there is none."""
    census = Census()
    with whole_file(file) as path, path.open("w", encoding="ascii") as lines:
        for part in batched(images, PART, strict=False):
            for image in part:
                census = census.with_one_more(image)
            lines.write(json.dumps([astuple(image) for image in part]) + "\n")
    return census


def take_census(images: Iterable[Input]) -> Census:
    """Count images as `write_plan` does."""
    census = Census()
    for image in images:
        census = census.with_one_more(image)
    return census


def read_plan(file: Path) -> Iterator[list[Input]]:
    """Return the parts of a plan, one at a time."""
    with file.open(encoding="ascii") as lines:
        for line in lines:
            yield [Input(*image) for image in json.loads(line)]
