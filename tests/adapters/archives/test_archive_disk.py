"""FolderArchive on disks that are full, read-only, pulled away, or were left by the killed."""

import fcntl
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from adapters.archives.erasing import sweep
from adapters.archives.folder_archive import FolderArchive
from swagdigit import ArchiveUnavailable
from tests.adapters.archives.chores import wait_for_housekeeping
from tests.contracts.archive import FIVE, PNG
from tests.users import as_nobody

ROOT = Path(__file__).parents[3]
LARGE = os.urandom(200_000)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def fill(archive):
    """Keep images until there is no room; return their names."""
    kept = []
    try:
        while True:
            kept.append(archive.keep(LARGE))
    except ArchiveUnavailable as error:
        assert "No space left" in str(error)  # noqa: PT017 (how many go well is not known)
    return kept


def test_a_full_disk_heals_when_there_is_room(small_disk):
    """What was kept stays whole, the refused leaves nothing, the check tells, and room heals."""
    archive = FolderArchive(small_disk / "images")
    kept = fill(archive)

    assert kept
    assert names_in(small_disk / "images") == [f"{name}.png" for name in kept]
    assert all(archive.get(name).png == LARGE for name in kept)
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(ArchiveUnavailable):
        archive.check()

    archive.delete(kept[0])
    archive.check()
    assert archive.get(archive.keep(LARGE)).png == LARGE


def test_a_read_only_disk_is_read(small_disk):
    """Nothing new is kept, and what is there is still told; when it can be written it heals."""
    archive = FolderArchive(small_disk)
    kept = archive.keep(PNG)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    for attempt in (lambda: archive.keep(PNG), archive.check, lambda: archive.record(kept, FIVE)):
        with pytest.raises(ArchiveUnavailable, match="Read-only"):
            attempt()
    assert archive.get(kept).png == PNG

    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    archive.record(kept, FIVE)
    archive.check()


@pytest.fixture
def forbidden():
    """A folder that may not be written to."""
    with as_nobody(), tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o500)
        yield Path(folder)


def test_a_forbidden_folder_is_told(forbidden):
    """Where the service may not write, it says so."""
    with pytest.raises(ArchiveUnavailable, match="Permission denied"):
        FolderArchive(forbidden).check()


def left_behind(folder):
    """Leave a file as a process does that is killed in the middle of writing it."""
    folder.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(".part", ".", folder)
    os.write(number, LARGE)
    os.close(number)
    return Path(name)


def test_what_the_killed_left_is_swept(tmp_path):
    """Hidden files that nobody has open are removed, and nothing else."""
    archive = FolderArchive(tmp_path)
    kept = archive.keep(PNG)
    wait_for_housekeeping()
    part = left_behind(tmp_path)
    part.with_suffix(".probe.part").hardlink_to(part)
    others = [".hidden.part", ".profile", "a.part"]
    for name in others:
        (tmp_path / name).touch()
    archive.tidy()

    assert set(names_in(tmp_path)) == {f"{kept}.png", *others}


def test_a_first_use_sweeps(tmp_path):
    """Nobody has to ask for it."""
    part = left_behind(tmp_path)
    FolderArchive(tmp_path).check()
    while part.exists():
        pass

    assert names_in(tmp_path) == []


def test_what_is_being_written_is_not_swept(tmp_path):
    """A file that a process has locked stays until it has let go."""
    part = left_behind(tmp_path)
    with part.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        sweep(tmp_path)
        assert part.exists()
    sweep(tmp_path)

    assert not part.exists()


SWEEP_FOR_EVER = """
import sys
from pathlib import Path
from adapters.archives.erasing import sweep
print("sweeping", flush=True)
while True:
    sweep(Path(sys.argv[1]))
"""


@pytest.fixture
def sweepers(tmp_path):
    """Two processes that do nothing but sweep the folder."""
    command = [sys.executable, "-c", SWEEP_FOR_EVER, tmp_path]
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(2)]
    for process in processes:
        assert process.stdout.readline() == b"sweeping\n"
    yield processes
    for process in processes:
        process.kill()
        process.communicate()


def test_workers_that_sweep_disturb_nobody(tmp_path, sweepers):
    """While two processes do nothing but sweep, every image is kept and recorded."""
    archive = FolderArchive(tmp_path)
    kept = [archive.keep(PNG) for _ in range(1000)]
    for name in kept:
        archive.record(name, FIVE)

    assert [sweeper.poll() for sweeper in sweepers] == [None, None]
    assert archive.ids() == kept
    assert len(names_in(tmp_path)) == 2 * len(kept)


@pytest.fixture
def synced(monkeypatch):
    """Notes what was written through to the disk, in order: a file with its size, or a folder."""
    notes = []

    def note(number):
        status = os.fstat(number)
        notes.append("folder" if stat.S_ISDIR(status.st_mode) else status.st_size)

    monkeypatch.setattr(os, "fsync", note)
    return notes


def test_by_setting_a_power_cut_loses_nothing(tmp_path, synced):
    """The content is on the disk before its name is, and the name before the caller hears of it."""
    archive = FolderArchive(tmp_path, fsync=True)
    name = archive.keep(LARGE)
    assert synced == [len(LARGE), "folder"]

    archive.record(name, FIVE)
    assert synced[3:] == ["folder"]

    archive.delete(name)
    assert synced[4:] == ["folder"]


def test_no_folder_is_not_no_image(tmp_path):
    """Where a file is in the folder's place, nobody is told that their image is gone."""
    (tmp_path / "images").touch()
    archive = FolderArchive(tmp_path / "images")
    name = "20250131T142501.123456Z"
    for attempt in (
        lambda: archive.record(name, FIVE),
        lambda: archive.label(name, 5),
        lambda: archive.get(name),
        lambda: archive.delete(name),
    ):
        with pytest.raises(ArchiveUnavailable, match="Not a directory"):
            attempt()


def test_by_default_the_system_decides_when_to_write(tmp_path, synced):
    """What is kept survives the process, without waiting for the disk."""
    FolderArchive(tmp_path).keep(LARGE)

    assert synced == []
