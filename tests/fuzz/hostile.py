"""Hostile images, made here: broken, lying, odd and huge, in every format."""

import struct
import zlib
from collections.abc import Iterator
from functools import cache
from math import ceil

import numpy as np
from PIL import Image

from tests.adapters.images.pictures import file_of, glyph, on_paper

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SMALL = 24


def chunk(kind: bytes, content: bytes, *, crc: int | None = None) -> bytes:
    """Return a part of a PNG file, with a wrong checksum if one is given."""
    checksum = zlib.crc32(kind + content) if crc is None else crc
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def header(width: int, height: int, depth: int = 8, colour: int = 0, interlace: int = 0) -> bytes:
    """Return the header of a PNG file."""
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png(*chunks: bytes) -> bytes:
    """Return a PNG file of these parts."""
    return _SIGNATURE + b"".join(chunks) + chunk(b"IEND", b"")


def pixels(width: int, height: int) -> bytes:
    """Return the data of a grey image, all black."""
    return chunk(b"IDAT", zlib.compress(bytes((width + 1) * height)))


def small() -> Image.Image:
    """Return a small picture of a seven."""
    return on_paper(glyph()).resize((_SMALL, _SMALL))


def broken_pngs() -> dict[str, bytes]:
    """Return PNG files that are not as they should be, by what is wrong."""
    whole = header(8, 8), pixels(8, 8)
    return {
        "no pixels": png(header(8, 8)),
        "no width": png(header(0, 8), pixels(8, 8)),
        "negative height": png(header(8, 2**32 - 1), pixels(8, 8)),
        "too few pixels": png(header(8, 8), pixels(8, 2)),
        "wrong checksum of the header": png(
            chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0), crc=1), whole[1]
        ),
        "depth of 3": png(header(8, 8, depth=3), whole[1]),
        "colour type 5": png(header(8, 8, colour=5), whole[1]),
        "palette without one": png(header(8, 8, colour=3), whole[1]),
        "interlace of 2": png(header(8, 8, interlace=2), whole[1]),
        "pixels that are not packed": png(whole[0], chunk(b"IDAT", b"no zlib")),
        "a chunk longer than the file": _SIGNATURE + whole[0] + struct.pack(">I", 2**31) + b"IDAT",
        "a chunk of a negative length": _SIGNATURE
        + whole[0]
        + struct.pack(">I", 2**32 - 1)
        + b"t",
        "no header": png(whole[1]),
        "two headers": png(whole[0], header(4000, 4000), whole[1]),
        "text that unpacks to 50 MB": png(
            whole[0], chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(50_000_000))), whole[1]
        ),
        "a colour profile that unpacks to 50 MB": png(
            whole[0], chunk(b"iCCP", b"k\0\0" + zlib.compress(bytes(50_000_000))), whole[1]
        ),
    }


@cache
def odd_images() -> dict[str, bytes]:
    """Return files that are odd, and may be read or refused."""
    picture = small()
    whole = file_of(picture)
    frames = [small(), small().rotate(90)]
    exif = Image.Exif()
    exif[0x0112] = 77
    rgba = picture.convert("RGBA")
    return {
        "animated GIF": file_of(picture, "GIF", save_all=True, append_images=frames),
        "animated PNG": file_of(picture, "PNG", save_all=True, append_images=frames),
        "animated WebP": file_of(picture, "WEBP", save_all=True, append_images=frames),
        "TIFF of two pages": file_of(picture, "TIFF", save_all=True, append_images=frames),
        "16 bit": file_of(Image.fromarray(np.asarray(picture, np.uint16) * 257)),
        "1 bit": file_of(picture.convert("1")),
        "palette": file_of(picture.convert("P")),
        "palette with transparency": file_of(rgba.quantize(4), "PNG", transparency=0),
        "grey with alpha": file_of(picture.convert("LA")),
        "float TIFF": file_of(picture.convert("F"), "TIFF"),
        "TIFF that is not a number": file_of(
            Image.fromarray(np.full((8, 8), np.nan, np.float32)), "TIFF"
        ),
        "TIFF that is infinite": file_of(
            Image.fromarray(np.full((8, 8), np.inf, np.float32)), "TIFF"
        ),
        "CMYK JPEG": file_of(picture.convert("CMYK"), "JPEG"),
        "LAB TIFF": file_of(Image.new("LAB", (8, 8)), "TIFF"),
        "packed TIFF": file_of(picture, "TIFF", compression="tiff_lzw"),
        "EXIF of an impossible turn": file_of(picture, "JPEG", exif=exif),
        "PNG before a zip": whole + b"PK\x03\x04" + bytes(100),
        "PNG before a page": whole + b"<script>alert(1)</script>",
        "a page before PNG": b"<!-- " + whole + b" -->",
        "GIF and script": b"GIF89a=1;alert(1)//" + bytes(100),
        "interlaced PNG": file_of(picture, "PNG", interlace=1),
        "BMP": file_of(picture.convert("RGB"), "BMP"),
        "lossless WebP": file_of(rgba, "WEBP", lossless=True),
    }


def grown_gif() -> bytes:
    """Return a GIF of 24 x 24 pixels whose first picture has 3 thousand million."""
    gif = bytearray(file_of(small(), "GIF"))
    frame = gif.index(b",", 6 + 7)
    gif[frame + 5 : frame + 9] = b"\xff\xff\xff\xcf"
    return bytes(gif)


def truncated() -> Iterator[bytes]:
    """Give a small picture of every format, cut off after each of its bytes."""
    for kind in ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF"):
        whole = file_of(small(), kind)
        for length in range(len(whole)):
            yield whole[:length]


def bmp_in_runs(side: int, runs: bytes, *, bits: int = 8) -> bytes:
    """Return a BMP of so many pixels a side, all white but for those that the runs make others."""
    palette = b"\xff\xff\xff\0" + bytes(4)
    kind = {8: 1, 4: 2}[bits]
    size = struct.pack("<IiiHHIIiiII", 40, side, side, 1, bits, kind, len(runs), 0, 0, 2, 0)
    start = 14 + len(size) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(runs), 0, 0, start) + size + palette + runs


def large(side: int) -> dict[str, bytes]:
    """
    Return pictures of so many pixels a side that take all the room their format can.

    A WebP has three quarters of the pixels, a packed BMP one, as many as are read.
    """
    grey = Image.new("L", (side, side), 255)
    exif = Image.Exif()
    exif[0x0112] = 6
    return {
        "PNG RGBA": file_of(grey.convert("RGBA"), compress_level=1),
        "PNG palette": file_of(grey.convert("P"), compress_level=1),
        "PNG 1 bit": file_of(grey.convert("1"), compress_level=1),
        "PNG 16 bit": file_of(Image.fromarray(np.full((side, side), 999, np.uint16))),
        "WebP": file_of(
            grey.convert("RGBA").crop((0, 0, side, side * 3 // 4)),
            "WEBP",
            lossless=True,
            method=0,
        ),
        "JPEG CMYK, turned": file_of(grey.convert("CMYK"), "JPEG", exif=exif),
        "GIF": file_of(grey.convert("P"), "GIF"),
        "TIFF float": file_of(grey.convert("F"), "TIFF", compression="tiff_lzw"),
        "TIFF RGBA": file_of(grey.convert("RGBA"), "TIFF", compression="tiff_lzw"),
        "BMP 1 bit": file_of(grey.convert("1"), "BMP"),
        "BMP packed": _packed_bmp(side // 2),
    }


def _packed_bmp(side: int) -> bytes:
    """Return a white BMP of which Pillow unpacks each pixel by itself, two in a byte."""
    blank = b"\0\xfc" + bytes(126)
    return bmp_in_runs(side, blank * ceil(side**2 / 252), bits=4)


HARD_SIDE = 639  # pixels; what is longer is read in fewer


def hard() -> dict[str, bytes]:
    """Return small pictures that take longest to read: paper in all lights, dots, noise."""
    random = np.random.default_rng(0)
    shape = (HARD_SIDE, HARD_SIDE)
    light = np.linspace(0, 255, HARD_SIDE, dtype=np.uint8)
    dots = np.full(shape, 255, np.uint8)
    dots[tuple(random.integers(0, HARD_SIDE, (2, 4000)))] = 0
    return {
        "light": file_of(Image.fromarray(np.broadcast_to(light, shape).copy())),
        "dots": file_of(Image.fromarray(dots)),
        "dots in a GIF": file_of(Image.fromarray(dots), "GIF"),
        "noise": file_of(
            Image.fromarray(random.integers(0, 256, shape, dtype=np.uint8)), "JPEG", quality=1
        ),
    }
