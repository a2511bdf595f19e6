"""Many images to read: some thousand drawings by real writers, again and again."""

import io
import zipfile
from collections.abc import Iterator
from itertools import count, cycle, islice
from pathlib import Path

from tests.load.drawings import digits, drawn_sheets

DRAWINGS = 4000
ZIPS = 5
_FILES_OF_A_FOLDER = 1000


def write_many(folder: Path, number: int) -> int:
    """Write so many PNGs, one half into folders, the other into zips; return all their bytes."""
    drawings = [*_drawings(min(number, DRAWINGS))]
    pngs = islice(cycle(drawings), number)
    half = number // 2
    written = sum(
        _write_file(folder / f"{place // _FILES_OF_A_FOLDER:04}" / f"{place:07}.png", png)
        for place, png in enumerate(islice(pngs, half))
    )
    for place in range(ZIPS):
        share = (number - half) * (place + 1) // ZIPS - (number - half) * place // ZIPS
        written += _write_zip(folder / f"{place}.zip", islice(pngs, share))
    return written


def _drawings(number: int) -> Iterator[bytes]:
    for sheet in drawn_sheets(digits(), count=number):
        file = io.BytesIO()
        sheet.convert("RGBA").save(file, "PNG")  # as a canvas does
        yield file.getvalue()


def _write_file(file: Path, png: bytes) -> int:
    file.parent.mkdir(parents=True, exist_ok=True)
    return file.write_bytes(png)


def _write_zip(file: Path, pngs: Iterator[bytes]) -> int:
    with zipfile.ZipFile(file, "w") as packed:
        sizes = []
        for place, png in zip(count(), pngs, strict=False):
            packed.writestr(f"{place:07}.png", png)
            sizes.append(len(png))
    return sum(sizes)
