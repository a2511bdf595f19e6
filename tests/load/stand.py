"""The stand on which servers are measured: where they run, and what is sent to them."""

import json
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.e2e.service import Service, running_service
from tests.load import wrk
from tests.load.drawings import digits, sheets
from tests.load.wrk import Round

SERVER, LOAD = [0], [1]
"""The processors of each."""
DRAWINGS, BATCH = 256, 64
# A worker that is replaced in the middle would be measured as failures.
_FOR_EVER = "--max-requests 0"


class Stand:
    """
    Runs servers in folders of their own, and sends the same drawings to all.

    Args:
        folder: where all that is written goes.
        seconds: of each load.
        rounds: how often what varies is measured.
    """

    def __init__(self, folder: Path, *, seconds: int, rounds: int) -> None:
        self.folder = folder
        self.seconds = seconds
        self.rounds = rounds
        images = [*sheets(digits(), count=DRAWINGS)]
        self.first = json.dumps({"image": images[0]})
        self.single = wrk.write_bodies(folder / "single", images)
        self.batches = wrk.write_bodies(folder / "batches", images, batch=BATCH)

    @contextmanager
    def service(self, folder: Path | None = None, **options: object) -> Iterator[Service]:
        """Run a server in a new folder, within this one or the stand's."""
        own = Path(tempfile.mkdtemp(dir=folder or self.folder))
        with running_service(own, GUNICORN_CMD_ARGS=_FOR_EVER, **options) as service:
            yield service

    def load(self, service: Service, cpus: Collection[int] = LOAD) -> Round:
        """Post single images from the processors."""
        return self._post(f"{service.url}api/predict", self.single, cpus)

    def load_with_batches(self, service: Service) -> Round:
        """Post batches of images."""
        return self._post(f"{service.url}api/predict/batch", self.batches, LOAD)

    def _post(self, url: str, bodies: Path, cpus: Collection[int]) -> Round:
        return wrk.run(url, bodies, seconds=self.seconds, cpus=cpus)
