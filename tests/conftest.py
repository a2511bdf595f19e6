"""What tests of all kinds share."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.programs import starter
from training.datasets import DATA_VARIABLE, PACKAGES, data_folder

# Chromium without a sandbox of its own, as a container needs, and without errands of its own.
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Another name of this machine, which no browser takes for it: as over the network by plain HTTP.
    "--host-resolver-rules=MAP digits.test 127.0.0.1",
]


@pytest.fixture(scope="session")
def data():
    """The folder of the training data, which a user's machine need not have."""
    folder = data_folder()
    if not (folder / "mnist.npz").exists():
        pytest.skip(f"no training data in {folder}; {DATA_VARIABLE} says where it is")
    if not PACKAGES.exists():
        pytest.skip(f"no packages of data in {PACKAGES}; `make test` unpacks them")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("needs Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def started() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """A function that starts programs, which end with the test."""
    with starter() as start:
        yield start


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of one megabyte."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    yield disk
    # An archive may still be tidying there.
    subprocess.run(["umount", "--lazy", disk], check=True)
