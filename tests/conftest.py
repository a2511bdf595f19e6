"""What tests of all kinds share."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.chromium import find_chromium, launch
from tests.programs import starter
from training.datasets import DATA_VARIABLE, PACKAGES, data_folder


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
    """Chromium, started once for all tests of a process."""
    if find_chromium() is None:
        pytest.skip("needs Chromium: apt-get install chromium-headless-shell")
    with sync_playwright() as playwright:
        browser = launch(playwright.chromium)
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
