"""FolderArchive: keeps images as files of a folder."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import override

from adapters.archives import outcome
from adapters.archives.files import content_of, errors_of_the_disk, stems_in, whole_file
from swagdigit import ArchivedImage, ArchiveEntry, ImageArchive, ImageNotFound, Prediction

_ID = re.compile(r"\d{8}T\d{6}\.\d{6}Z", re.ASCII)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class FolderArchive(ImageArchive):
    """
    Keeps each image in a file `<UTC time>.png`, what was said of it beside in a `.json`, and what
    a person said in a `.label`.

    A file is written under a hidden name first and gets its own when it is whole: whoever looks
    into the folder, at any time, finds no half-written image. The file system decides who gets a
    name, so that many processes can share the folder.
    """

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = _utc_now) -> None:
        self._folder = folder
        self._now = now

    @override
    def keep(self, png: bytes) -> str:
        with whole_file(self._folder, png) as file:
            return self._link(file)

    @override
    def record(self, image_id: str, prediction: Prediction) -> None:
        self._put_beside(image_id, ".json", outcome.to_json(prediction))

    @override
    def label(self, image_id: str, digit: int) -> None:
        self._put_beside(image_id, ".label", outcome.to_text(digit))

    @override
    def get(self, image_id: str) -> ArchivedImage:
        png = content_of(self._path(image_id, ".png"))
        if png is None:
            raise ImageNotFound(image_id)
        return ArchivedImage(png, self._prediction(image_id), self._label(image_id))

    @override
    def ids(self, *, labelled: bool = False) -> list[str]:
        found = stems_in(self._folder, ".png")
        if labelled:
            found &= stems_in(self._folder, ".label")
        return sorted(filter(_ID.fullmatch, found))

    @override
    def latest(self, limit: int, *, before: str | None = None) -> list[ArchiveEntry]:
        names = [name for name in reversed(self.ids()) if before is None or name < before]
        return [
            ArchiveEntry(name, self._prediction(name), self._label(name)) for name in names[:limit]
        ]

    @override
    def delete(self, image_id: str) -> None:
        with errors_of_the_disk():
            there = self._path(image_id, ".png").exists()
            # All of it in any case: who was stopped in the middle the last time can finish it.
            for suffix in (".png", ".json", ".label"):
                self._path(image_id, suffix).unlink(missing_ok=True)
        if not there:
            raise ImageNotFound(image_id)

    @override
    def check(self) -> None:
        with whole_file(self._folder, b"can this be written?") as file:
            # Some file systems take files but no second name for one, which keep() needs.
            probe = file.with_suffix(".probe")
            probe.hardlink_to(file)
            probe.unlink()

    def _put_beside(self, image_id: str, suffix: str, content: bytes) -> None:
        image, beside = self._path(image_id, ".png"), self._path(image_id, suffix)
        if not image.exists():
            raise ImageNotFound(image_id)
        with whole_file(self._folder, content) as file:
            file.replace(beside)
            if not image.exists():  # somebody has deleted it meanwhile, and not seen this file
                beside.unlink(missing_ok=True)
                raise ImageNotFound(image_id)

    def _path(self, image_id: str, suffix: str) -> Path:
        if not _ID.fullmatch(image_id):
            raise ImageNotFound(image_id)
        return self._folder / f"{image_id}{suffix}"

    def _prediction(self, image_id: str) -> Prediction | None:
        text = content_of(self._path(image_id, ".json"))
        return None if text is None else outcome.from_json(text)

    def _label(self, image_id: str) -> int | None:
        text = content_of(self._path(image_id, ".label"))
        return None if text is None else outcome.from_text(text)

    def _link(self, file: Path) -> str:
        """Give the file its name: the time, or the next microsecond that nobody has."""
        time = self._now()
        while True:
            image_id = f"{time:%Y%m%dT%H%M%S.%fZ}"
            try:
                self._path(image_id, ".png").hardlink_to(file)
            except FileExistsError:
                time += timedelta(microseconds=1)
            else:
                return image_id
