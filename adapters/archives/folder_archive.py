"""FolderArchive: keeps images as files of a folder."""

import heapq
import logging
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import override

from adapters.archives import outcome
from adapters.archives.files import content_of, errors_of_the_disk, sync_names_in, write_whole
from adapters.archives.housekeeping import Housekeeping
from adapters.archives.limits import ArchiveLimits
from adapters.archives.listing import names_in
from adapters.archives.names import NAME, SUFFIXES, name_of, utc_now
from adapters.archives.tidying import alone_in, oldest_beyond, sweep
from swagdigit import (
    ArchivedImage,
    ArchiveEntry,
    ArchiveUnavailable,
    ImageArchive,
    ImageNotFound,
    Prediction,
)

_PROBE = bytes(65_536)  # as large as most images: a disk with less room is full
_NO_LIMITS = ArchiveLimits()
_log = logging.getLogger(__name__)


class FolderArchive(ImageArchive):
    """
    Keeps each image in a file `<UTC time>.png`, what was said of it beside in a `.json`, and what
    a person said in a `.label`.

    A file is written under a hidden name first and gets its own when it is whole: whoever looks
    into the folder, at any time, finds no half-written image. The file system decides who gets a
    name, so that many processes can share the folder.

    Whoever uses it tidies it now and then: what killed processes left is removed, and the images
    beyond the limits, the oldest first.
    """

    def __init__(
        self,
        folder: Path,
        *,
        fsync: bool = False,
        limits: ArchiveLimits = _NO_LIMITS,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._folder = folder
        self._fsync = fsync
        self._limits = limits
        self._now = now
        self._housekeeping = Housekeeping(self.tidy)

    @override
    def keep(self, png: bytes) -> str:
        self._housekeeping.wake()
        return write_whole(self._folder, png, self._link, fsync=self._fsync)

    @override
    def record(self, image_id: str, prediction: Prediction) -> None:
        self._put_beside(image_id, ".json", outcome.to_json(prediction))

    @override
    def record_blank(self, image_id: str) -> None:
        self._put_beside(image_id, ".json", outcome.BLANK)

    @override
    def label(self, image_id: str, digit: int) -> None:
        self._put_beside(image_id, ".label", outcome.to_text(digit))

    @override
    def get(self, image_id: str) -> ArchivedImage:
        png = content_of(self._path(image_id, ".png"))
        if png is None:
            raise ImageNotFound(image_id)
        entry = self._entry(image_id)
        return ArchivedImage(png, entry.prediction, entry.label, entry.is_blank)

    @override
    def ids(self, *, labelled: bool = False) -> list[str]:
        if labelled:
            return sorted(filter(self._has_image, self._names(".label")))
        return sorted(self._names(".png"))

    @override
    def latest(self, limit: int, *, before: str | None = None) -> list[ArchiveEntry]:
        # All names are read, but no more than are asked for are held: there may be millions.
        names = (name for name in self._names(".png") if before is None or name < before)
        return [self._entry(name) for name in heapq.nlargest(limit, names)]

    @override
    def delete(self, image_id: str) -> None:
        there = self._has_image(image_id)
        with errors_of_the_disk():
            self._erase(image_id)
            if self._fsync and there:
                sync_names_in(self._folder)
        if not there:
            raise ImageNotFound(image_id)

    @override
    def check(self) -> None:
        self._housekeeping.wake()
        write_whole(self._folder, _PROBE, _try_second_name)

    def tidy(self) -> None:
        """
        Remove what killed processes left and what is beyond the limits; log if it can not.

        Of those who would do so at once, one does.
        """
        try:
            with alone_in(self._folder) as alone:
                if alone:
                    self._tidy()
        except ArchiveUnavailable as error:
            _log.warning("the archive can not be tidied: %s", error)

    def _tidy(self) -> None:
        sweep(self._folder)
        while self._limits and (
            names := oldest_beyond(self._limits, self._folder, now=self._now())
        ):
            with errors_of_the_disk():
                for name in names:
                    self._erase(name)

    def _erase(self, image_id: str) -> None:
        # All of it in any case: who was stopped in the middle the last time can finish it.
        for suffix in SUFFIXES:
            self._path(image_id, suffix).unlink(missing_ok=True)

    def _names(self, suffix: str) -> Iterator[str]:
        return filter(NAME.fullmatch, names_in(self._folder, suffix))

    def _has_image(self, image_id: str) -> bool:
        with errors_of_the_disk():
            try:
                os.stat(self._address(image_id, ".png"))
            except FileNotFoundError:
                return False
            return True

    def _put_beside(self, image_id: str, suffix: str, content: bytes) -> None:
        beside = self._address(image_id, suffix)

        def publish(file: str) -> None:
            os.replace(file, beside)
            if not self._has_image(image_id):  # deleted meanwhile, by who has not seen this file
                Path(beside).unlink(missing_ok=True)
                raise ImageNotFound(image_id)

        if not self._has_image(image_id):
            raise ImageNotFound(image_id)
        write_whole(self._folder, content, publish, fsync=self._fsync)

    def _path(self, image_id: str, suffix: str) -> Path:
        return Path(self._address(image_id, suffix))

    def _address(self, image_id: str, suffix: str) -> str:
        if not NAME.fullmatch(image_id):
            raise ImageNotFound(image_id)
        return f"{self._folder}/{image_id}{suffix}"

    def _entry(self, image_id: str) -> ArchiveEntry:
        text = content_of(self._path(image_id, ".json"))
        label = content_of(self._path(image_id, ".label"))
        return outcome.entry_of(image_id, text, label)

    def _link(self, file: str) -> str:
        """Give the file its name: the time, or the next microsecond that nobody has."""
        time = self._now()
        while True:
            image_id = name_of(time)
            try:
                os.link(file, self._address(image_id, ".png"))
            except FileExistsError:
                time += timedelta(microseconds=1)
            else:
                return image_id


def _try_second_name(file: str) -> None:
    # Some file systems take files but no second name for one, which keep() needs.
    probe = Path(file).with_suffix(".probe.part")
    probe.hardlink_to(file)
    probe.unlink()
