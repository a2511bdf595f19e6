"""
The parts of an image file: the chunks of a PNG, the segments and scans of a JPEG, the strips of a TIFF.

Pillow goes through them one by one, through most of them in Python and with its lock. A file of a few pixels may have
so many that this takes seconds.
"""

import re

from adapters.images.files.tiff import has_many_strips

_PNG, _JPEG, _TIFF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8", (b"II", b"MM")

_CHUNKS = 20_000  # a PNG of 10 MB has a tenth of them
_PACKED_CHUNKS = 64  # of texts and profiles, each of which may unpack to a megabyte
_SEGMENTS = 1000
_SCANS = 32  # a progressive JPEG has ten
_FILLING = 10_000  # bytes between segments; there are none

_PACKED = frozenset({b"iCCP", b"iTXt", b"zTXt"})
_MARKER = re.compile(rb"\xff[^\x00\xff]")
_MARKER_IN_SCANS = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_WITHOUT_LENGTH = frozenset(b"\x01\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9")
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, 0xD9


def has_too_many_parts(data: bytes, *, max_pixels: int) -> bool:
    """Say whether a file has more parts than programs write, or one of more pixels than are read."""
    if data.startswith(_PNG):
        return _has_many_chunks(data)
    if data.startswith(_JPEG):
        return _has_many_segments(data)
    return data.startswith(_TIFF) and has_many_strips(data, max_pixels)


def _has_many_chunks(data: bytes) -> bool:
    place, packed = len(_PNG), 0
    for _ in range(_CHUNKS):
        kind = data[place + 4 : place + 8]
        if place >= len(data) or kind == b"IEND":
            return False
        packed += kind in _PACKED
        if packed > _PACKED_CHUNKS:
            return True
        place += 12 + int.from_bytes(data[place : place + 4])
    return True


def _has_many_segments(data: bytes) -> bool:
    """Follow the segments up to the end of the first image: behind it, phones put films."""
    place, scans, filling = len(_JPEG), 0, 0
    for _ in range(_SEGMENTS):
        found = (_MARKER_IN_SCANS if scans else _MARKER).search(data, place)
        if found is None:
            return False
        marker = data[found.end() - 1]
        if not scans:
            filling += found.start() - place
        if scans > _SCANS or filling > _FILLING:
            return True
        if scans and marker == _END_OF_IMAGE:
            return False
        scans += marker == _START_OF_SCAN
        place = found.end()
        if marker not in _WITHOUT_LENGTH:
            place += max(2, int.from_bytes(data[place : place + 2]))
    return True
