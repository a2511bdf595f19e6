"""Over HTTP, a real service on disks that are full, read-only, limited or gone, and well again."""

import io
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
import pytest
import requests
from PIL import Image

from tests.e2e.service import running_service
from tests.reliability.clients import PNG

PATIENCE = 30  # seconds
QUOTA = 40_000  # bytes; more than the log of these tests, less than the image and the probe

pytestmark = pytest.mark.slow


def _noise() -> bytes:
    """Return an image that is as large as its pixels are many."""
    levels = np.random.default_rng(1).integers(0, 256, (300, 300), np.uint8)
    file = io.BytesIO()
    Image.fromarray(levels).save(file, "PNG")
    return file.getvalue()


NOISE = _noise()


@dataclass(frozen=True, slots=True)
class Asker:
    """Sends images to a service, and looks into its archive."""

    url: str
    archive: Path

    def predict(self, png: bytes = NOISE) -> requests.Response:
        """Send an image."""
        headers = {"Content-Type": "image/png"}
        return requests.post(f"{self.url}api/predict", png, headers=headers, timeout=PATIENCE)

    def assert_red(self) -> None:
        """Expect the contract's refusal and no trace of the refused, /readyz red, /healthz not."""
        before = self.files()
        refused = self.predict()
        ready = requests.get(f"{self.url}readyz", timeout=PATIENCE)

        assert (refused.status_code, refused.json()["code"]) == (507, "archive_unavailable")
        assert refused.json().keys() == {"error", "code"}
        assert (ready.status_code, ready.json()["failing"]) == (503, ["archive"])
        assert requests.get(f"{self.url}healthz", timeout=PATIENCE).status_code == 200
        assert self.files() == before

    def assert_green(self) -> None:
        """Expect an image to be answered and kept, and /readyz green."""
        answer = self.predict()

        assert answer.status_code in {200, 422}
        assert (self.archive / f"{answer.json()['image_id']}.png").read_bytes() == NOISE
        assert requests.get(f"{self.url}readyz", timeout=PATIENCE).status_code == 200

    def files(self) -> dict[str, bytes]:
        """Return what is in the archive."""
        if not self.archive.is_dir():
            return {}
        return {path.name: path.read_bytes() for path in self.archive.iterdir()}


@pytest.fixture
def folder(tmp_path):
    """Where the service is started."""
    folder = tmp_path / "service"
    folder.mkdir()
    return folder


@pytest.fixture
def on_small_disk(folder, small_disk):
    """A service whose archive is on a disk of one megabyte."""
    archive = small_disk / "images"
    with running_service(folder, SWAGDIGIT_ARCHIVE=str(archive)) as service:
        yield Asker(service.url, archive)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A service with an archive of the usual kind."""
    with running_service(tmp_path_factory.mktemp("service")) as service:
        yield service


def test_a_full_disk_is_red_until_there_is_room(on_small_disk, small_disk):
    """It is filled by what is sent; nothing that was acknowledged suffers, and room heals."""
    sent = 0
    while on_small_disk.predict().status_code in {200, 422}:
        sent += 1
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free))
    on_small_disk.assert_red()
    pictures = [png for name, png in on_small_disk.files().items() if name.endswith(".png")]

    # The last image may be there without its outcome, for which there was no room.
    assert sent >= 5
    assert sent <= len(pictures) <= sent + 1
    assert set(pictures) == {NOISE}

    ballast.unlink()
    for picture in list(on_small_disk.archive.glob("*.png"))[:3]:
        picture.unlink()
    on_small_disk.assert_green()


def test_a_read_only_disk_is_red_until_it_can_be_written(on_small_disk, small_disk):
    """What is kept is still shown meanwhile."""
    kept = on_small_disk.predict().json()["image_id"]
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    on_small_disk.assert_red()
    shown = requests.get(f"{on_small_disk.url}api/images/{kept}.png", timeout=PATIENCE)
    assert shown.content == NOISE

    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    on_small_disk.assert_green()


def test_a_quota_is_red_until_it_is_lifted(service):
    """No file of the service's may be longer, as a quota or a file system may have it."""
    asker = Asker(service.url, service.archive)
    asker.assert_green()
    [worker] = psutil.Process(service.process.pid).children()
    before = worker.rlimit(psutil.RLIMIT_FSIZE)
    worker.rlimit(psutil.RLIMIT_FSIZE, (QUOTA, before[1]))
    asker.assert_red()
    assert asker.predict(PNG).status_code == 200  # this one is small enough

    worker.rlimit(psutil.RLIMIT_FSIZE, before)
    asker.assert_green()


def test_a_deleted_folder_is_made_anew(service):
    """Who deletes the archive while it runs loses what was in it, and nothing that comes later."""
    asker = Asker(service.url, service.archive)
    asker.assert_green()
    shutil.rmtree(service.archive)

    asker.assert_green()
    assert len(list(service.archive.glob("*.png"))) == 1


def test_a_folder_that_can_not_be_is_red_until_it_can(service):
    """A file lies where the folder was."""
    asker = Asker(service.url, service.archive)
    asker.assert_green()
    shutil.rmtree(service.archive)
    service.archive.touch()
    asker.assert_red()

    service.archive.unlink()
    asker.assert_green()


def test_by_setting_a_full_disk_is_a_warning(folder):
    """Who would rather have the answer than the image gets it, and is told."""
    (folder / "saved_images").touch()
    with running_service(folder, SWAGDIGIT_ARCHIVE_REQUIRED="false") as service:
        answer = Asker(service.url, service.archive).predict(PNG)

    assert answer.status_code == 200
    assert answer.json()["prediction"] == 7
    assert answer.json()["warning"]
