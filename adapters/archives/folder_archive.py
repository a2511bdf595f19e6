"""FolderArchive: keeps images as files of a folder."""

import heapq
import logging
import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import override

from adapters.archives.erasing import erase
from adapters.archives.files import content_of, errors_of_the_disk, sync_names_in, write_whole
from adapters.archives.housekeeping import Housekeeping
from adapters.archives.limits import ArchiveLimits
from adapters.archives.listing import names_in
from adapters.archives.named_archive import NamedArchive, file_name
from adapters.archives.names import NAME, name_of, utc_now
from adapters.archives.tidying import tidy
from swagdigit import ArchiveEntry, ArchiveUnavailable, ImageNotFound

_log = logging.getLogger(__name__)

_PROBE = bytes(65_536)  # as large as most images: a disk with less room is full
_NO_LIMITS = ArchiveLimits()


class FolderArchive(NamedArchive):
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
            erase(self._folder, image_id)
            if self._fsync and there:
                sync_names_in(self._folder)
        if not there:
            raise ImageNotFound(image_id)

    @override
    def check(self) -> None:
        self._housekeeping.wake()
        write_whole(self._folder, _PROBE, _try_second_name)

    def tidy(self) -> None:
        """Remove what killed processes left, and what is beyond the limits."""
        tidy(self._folder, self._limits, now=self._now)

    def _names(self, suffix: str) -> Iterator[str]:
        return filter(NAME.fullmatch, names_in(self._folder, suffix))

    def _has_image(self, image_id: str) -> bool:
        # Asked twice for each image that is read: a context manager would take as long again.
        try:
            os.stat(self._address(image_id, ".png"))
        except FileNotFoundError:
            return False
        except OSError as error:
            raise ArchiveUnavailable(str(error)) from error
        return True

    @override
    def _content(self, image_id: str, suffix: str) -> bytes | None:
        try:
            return content_of(Path(self._address(image_id, suffix)))
        except ArchiveUnavailable as error:
            # What was restored as another user's hides neither the image nor any other.
            if suffix == ".png" or not isinstance(error.__cause__, PermissionError):
                raise
            _log.warning("what was said of %s is not read: %s", image_id, error)
            return None

    @override
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

    def _address(self, image_id: str, suffix: str) -> str:
        return f"{self._folder}/{file_name(image_id, suffix)}"

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
