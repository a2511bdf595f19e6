"""The cases of the evaluation: image files as people send them, each with its label."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image

SEED = 2026
"""Of every random generator of the evaluation, followed by a number of its own for each suite."""


@dataclass(frozen=True, slots=True)
class Case:
    """
    An image to judge by.

    Attributes:
        file: the image file, as it is posted.
        label: 0 to 9, or NOT_A_DIGIT.
        contested: whether the label contradicts what anyone sees.
        writer: the person who drew it, if that is known.
    """

    file: bytes
    label: int
    contested: bool = False
    writer: str = ""


type NamedSuite = tuple[str, Callable[[], list[Case]]]
"""A suite's name, and what makes its cases: the same at each call."""


def png_of(picture: Image.Image) -> bytes:
    """Return the picture as a PNG file."""
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def subsampled[T](items: Sequence[T], limit: int | None) -> Sequence[T]:
    """Return `limit` items, spaced evenly; all if there are no more or if it is None."""
    if not limit or limit >= len(items):
        return items
    return [items[place * len(items) // limit] for place in range(limit)]
