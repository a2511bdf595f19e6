"""The directory of a TIFF: in how many strips or tiles its first page is, and how large those are."""

from collections.abc import Iterable, Iterator
from typing import Literal

from PIL.TiffImagePlugin import STRIPOFFSETS, TILELENGTH, TILEOFFSETS, TILEWIDTH

_STRIPS = 50_000  # or tiles: 12 million pixels have as many of 16 x 16
_BIG = 43  # the version of BigTIFF
_SIZES = {1: 1, 3: 2, 4: 4, 6: 1, 8: 2, 9: 4, 13: 4, 16: 8, 17: 8}
"""The bytes of a whole number, by its type."""

type Entry = tuple[int, int, int]
"""A tag, how many values it has, and the value if it is one whole number."""


def has_many_strips(data: bytes, max_pixels: int) -> bool:
    """Say whether the first page has a great many strips or tiles, or tiles of more pixels than these."""
    # Pillow and libtiff do not agree on what is a BigTIFF.
    views = {_BIG in data[2:3], _BIG in data[2:4]}
    return any(_has_many(_directory(data, big=big), max_pixels) for big in views)


def _has_many(directory: Iterable[Entry], max_pixels: int) -> bool:
    strips = width = length = 0
    # Of a tag that is there twice, Pillow takes the last and libtiff the first.
    for tag, values, value in directory:
        if tag in {STRIPOFFSETS, TILEOFFSETS}:
            strips = max(strips, values)
        elif tag == TILEWIDTH:
            width = max(width, value)
        elif tag == TILELENGTH:
            length = max(length, value)
    return strips > _STRIPS or width * length > max_pixels


def _directory(data: bytes, *, big: bool) -> Iterator[Entry]:
    order: Literal["little", "big"] = "little" if data.startswith(b"II") else "big"

    def number(place: int, size: int) -> int:
        return int.from_bytes(data[place : place + size], order)

    size, counted = (8, 8) if big else (4, 2)
    start = number(size, size)
    entries = range(start + counted, len(data), 4 + 2 * size)
    for place in entries[: number(start, counted)]:
        kind = number(place + 2, 2)
        yield (
            number(place, 2),
            number(place + 4, size),
            number(place + 4 + size, _SIZES.get(kind, size)),
        )
