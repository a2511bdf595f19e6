"""FolderArchive: keeps images as files of a folder."""

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import override

from swagdigit import ArchivedImage, ArchiveUnavailable, ImageArchive, ImageNotFound, Prediction

_ID = re.compile(r"\d{8}T\d{6}\.\d{6}Z", re.ASCII)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class FolderArchive(ImageArchive):
    """
    Keeps each image in a file `<UTC time>.png`, and what was said of it beside in a `.json`.

    A file is written under a hidden name first and gets its own when it is whole: whoever looks
    into the folder, at any time, finds no half-written image. The file system decides who gets a
    name, so that many processes can share the folder.
    """

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = _utc_now) -> None:
        self._folder = folder
        self._now = now

    @override
    def keep(self, png: bytes) -> str:
        with self._written(png) as file:
            return self._link(file)

    @override
    def record(self, image_id: str, prediction: Prediction) -> None:
        outcome = {
            "prediction": prediction.digit,
            "certainty": prediction.certainty,
            "probabilities": prediction.probabilities,
            "model": prediction.model,
        }
        if not self._path(image_id, ".png").exists():
            raise ImageNotFound(image_id)
        with self._written(json.dumps(outcome).encode()) as file:
            file.replace(self._path(image_id, ".json"))

    @override
    def get(self, image_id: str) -> ArchivedImage:
        try:
            png = self._path(image_id, ".png").read_bytes()
        except FileNotFoundError as error:
            raise ImageNotFound(image_id) from error
        except OSError as error:
            raise ArchiveUnavailable(str(error)) from error
        return ArchivedImage(png, self._prediction(image_id))

    @override
    def ids(self) -> list[str]:
        try:
            files = list(self._folder.iterdir())
        except FileNotFoundError:
            return []  # made with the first image
        except OSError as error:
            raise ArchiveUnavailable(str(error)) from error
        stems = (file.stem for file in files if file.suffix == ".png")
        return sorted(filter(_ID.fullmatch, stems))

    @override
    def check(self) -> None:
        with self._written(b"can this be written?") as file:
            # Some file systems take files but no second name for one, which keep() needs.
            probe = file.with_suffix(".probe")
            probe.hardlink_to(file)
            probe.unlink()

    def _path(self, image_id: str, suffix: str) -> Path:
        if not _ID.fullmatch(image_id):
            raise ImageNotFound(image_id)
        return self._folder / f"{image_id}{suffix}"

    def _prediction(self, image_id: str) -> Prediction | None:
        try:
            outcome = json.loads(self._path(image_id, ".json").read_bytes())
            return Prediction(tuple(outcome["probabilities"]), outcome["model"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise ArchiveUnavailable(f"the outcome of {image_id}: {error}") from error

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

    @contextmanager
    def _written(self, content: bytes) -> Iterator[Path]:
        """Give a whole file under a hidden name, which is gone afterwards."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)  # it may have been deleted meanwhile
            number, name = tempfile.mkstemp(".part", ".", self._folder)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(content)
                yield Path(name)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise ArchiveUnavailable(str(error)) from error
