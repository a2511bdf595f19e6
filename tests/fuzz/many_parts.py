"""Files of a few pixels, or of as many as are read, in so many parts that it takes long to go through them."""

import io
import struct
import zlib

from PIL import Image

from tests.adapters.images.pictures import file_of
from tests.fuzz.hostile import bmp_in_runs, chunk, header, pixels, png

_SIDE = 64
_TILE = 15_000  # pixels a side; they would take 225 MB


def in_many_parts(length: int, side: int) -> dict[str, bytes]:
    """
    Return such files, by what there are too many of.

    Args:
        length: of a file, in bytes; some are shorter.
        side: of the largest picture that is read, in pixels.
    """
    tags = chunk(b"tEXt", b""), chunk(b"abCd", b""), chunk(b"IDAT", b"")
    size, grey = header(_SIDE, _SIDE), pixels(_SIDE, _SIDE)
    profile = chunk(b"iCCP", b"k\0\0" + zlib.compress(bytes(2**20 - 1)))
    jpeg = file_of(Image.new("L", (_SIDE, _SIDE), 255), "JPEG")
    gif = file_of(Image.new("L", (_SIDE, _SIDE), 255), "GIF")
    place = gif.index(b",")  # where the picture begins
    comment = b"\xff\xfe\0\2"
    before = {
        "comments": comment,
        "applications": b"\xff\xe1\0\2",
        "restarts": b"\xff\xd0",
        "filling": b"\xff",
        "junk": b"\0",
    }
    return {
        "PNG texts": png(size, tags[0] * (length // 12), grey),
        "PNG unknown": png(size, tags[1] * (length // 12), grey),
        "PNG profiles": png(size, profile * (length // len(profile)), grey),
        "PNG pixels": png(size, tags[2] * (length // 12), grey),
        **{
            f"JPEG {name}": jpeg[:2] + comment + part * (length // len(part)) + jpeg[2:]
            for name, part in before.items()
        },
        "JPEG scans": _scanned_again(side, 2000),
        "GIF comments": gif[:place] + b"!\xfe" + b"\2ab" * (length // 3) + b"\0" + gif[place:],
        "GIF junk": gif[:place] + bytes(length) + gif[place:],
        "BMP runs": bmp_in_runs(side // 2, b"\1\1" * (length // 2)),
        "BMP empty runs": bmp_in_runs(side // 2, bytes(length)),
        "TIFF strips": tiff(_in_strips(length // 8)),
        "TIFF tile": tiff(_in_a_tile(_TILE), zlib.compress(bytes(_TILE**2))),
    }


def _scanned_again(side: int, times: int) -> bytes:
    """Return a JPEG of which the last scan is there again and again."""
    file = file_of(Image.new("L", (side, side), 255), "JPEG", progressive=True)
    scan = file[file.rindex(b"\xff\xda") : -2]
    return file[:-2] + scan * times + file[-2:]


type Tags = dict[int, int | list[int]]


def _in_strips(count: int) -> Tags:
    """Return the tags of a picture one pixel wide, each row a strip."""
    return {256: 1, 257: count, 259: 1, 273: [8] * count, 278: 1, 279: [1] * count}


def _in_a_tile(side: int) -> Tags:
    """Return the tags of a few pixels in a tile of so many a side."""
    return {256: 8, 257: 8, 259: 8, 322: side, 323: side, 324: 8, 325: 2**20}


def tiff(tags: Tags, content: bytes = b"\xff") -> bytes:
    """Return a grey TIFF with the content right behind its first eight bytes."""
    tags |= {258: 8, 262: 1, 277: 1}
    lists, entries = io.BytesIO(), b""
    for tag, value in sorted(tags.items()):
        values = value if isinstance(value, list) else [value]
        place = 8 + len(content) + lists.tell() if len(values) > 1 else values[0]
        entries += struct.pack("<HHII", tag, 4, len(values), place)
        lists.write(struct.pack(f"<{len(values)}I", *values) if len(values) > 1 else b"")
    directory = 8 + len(content) + lists.tell()
    start = struct.pack("<2sHI", b"II", 42, directory)
    end = struct.pack("<H", len(tags)) + entries + bytes(4)
    return start + content + lists.getvalue() + end
