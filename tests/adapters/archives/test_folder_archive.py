"""FolderArchive keeps images whole, whatever happens to it."""

import errno
import fcntl
import itertools
import os
import resource
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.archives.folder_archive import FolderArchive
from swagdigit import ArchiveEntry, ArchiveUnavailable, ImageNotFound
from tests.contracts.archive import FIVE, PNG, ArchiveContract, DamageContract

ROOT = Path(__file__).parents[3]
LARGE = os.urandom(200_000)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "saved" / "images"


@pytest.fixture
def archive(folder):
    return FolderArchive(folder)


class TestFolderArchive(ArchiveContract, DamageContract):
    """The contracts."""

    @pytest.fixture
    def archive(self, folder):
        return FolderArchive(folder)

    @pytest.fixture
    def damage(self, folder):
        return lambda name, content: (folder / name).write_bytes(content)


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_folder_holds_pngs_and_their_outcomes(archive, folder):
    """The files are what an operator expects to find, and nothing else is there."""
    image_id = archive.keep(PNG)
    archive.record(image_id, FIVE)
    archive.label(image_id, 6)
    archive.check()

    assert names_in(folder) == [f"{image_id}.json", f"{image_id}.label", f"{image_id}.png"]
    assert (folder / f"{image_id}.png").read_bytes() == PNG
    assert (folder / f"{image_id}.label").read_text() == "6\n"


def test_a_deleted_image_leaves_no_file(archive, folder):
    """Nothing of it stays in the folder."""
    image_id = archive.keep(PNG)
    archive.record(image_id, FIVE)
    archive.label(image_id, 6)
    archive.delete(image_id)

    assert names_in(folder) == []


def test_a_deletion_that_was_cut_short_can_be_finished(archive, folder):
    """Where only the image is gone, the next try says that it is, and deletes the rest."""
    image_id = archive.keep(PNG)
    archive.record(image_id, FIVE)
    (folder / f"{image_id}.png").unlink()

    assert archive.latest(1) == []
    with pytest.raises(ImageNotFound):
        archive.delete(image_id)
    assert names_in(folder) == []


def test_what_is_said_of_a_deleted_image_is_not_kept(archive, folder):
    """Of eight clients who label it and one who deletes it, the last word is gone too."""
    for _ in range(50):
        image_id = archive.keep(PNG)
        with ThreadPoolExecutor(9) as clients:
            labels = [clients.submit(archive.label, image_id, 5) for _ in range(8)]
            clients.submit(archive.delete, image_id).result()
        assert {type(label.exception()) for label in labels} <= {type(None), ImageNotFound}

        assert names_in(folder) == []


def test_names_stay_unique_when_time_stands_still(folder):
    """Images of the same microsecond get the following ones."""
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    archive = FolderArchive(folder, now=lambda: noon)

    assert [archive.keep(PNG) for _ in range(3)] == [
        "20260102T120000.000000Z",
        "20260102T120000.000001Z",
        "20260102T120000.000002Z",
    ]


KEEP_AT_NOON = """
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from adapters.archives.folder_archive import FolderArchive
archive = FolderArchive(Path(sys.argv[1]), now=lambda: datetime(2026, 1, 2, 12, tzinfo=UTC))
print("ready", flush=True)
sys.stdin.readline()
for turn in range(25):
    print(archive.keep(f"{sys.argv[2]} {turn}".encode()))
"""

KEEP_FOR_EVER = """
import sys
from pathlib import Path
from adapters.archives.folder_archive import FolderArchive
archive = FolderArchive(Path(sys.argv[1]))
while True:
    print(archive.keep(bytes(int(sys.argv[2]))), flush=True)
"""


def start(program, *arguments):
    """Start a Python process that finds the adapters."""
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_eight_processes_share_the_folder(folder, archive):
    """Eight processes that want the same names at once overwrite nothing and lose nothing."""
    clients = [start(KEEP_AT_NOON, folder, number) for number in range(8)]
    for client in clients:
        assert client.stdout.readline() == "ready\n"
    for client in clients:
        client.stdin.write("go\n")
        client.stdin.flush()
    kept = [client.communicate()[0].split() for client in clients]

    assert sorted(itertools.chain(*kept)) == archive.ids()
    assert len(archive.ids()) == 8 * 25
    for number, names in enumerate(kept):
        for turn, name in enumerate(names):
            assert archive.get(name).png == f"{number} {turn}".encode()


def sizes_in(folder):
    """Return the sizes of all files, hidden ones too, but for those that vanish meanwhile."""
    sizes = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            sizes.append(path.stat().st_size)
    return sizes


def keep_until_killed(folder, size):
    """Keep images in a process, kill it while one is half-written; return the names it told."""
    with start(KEEP_FOR_EVER, folder, size) as client:
        told = [client.stdout.readline()]
        while client.poll() is None and set(sizes_in(folder)) == {size}:
            pass
        client.kill()
        told += client.stdout.readlines()
    return {line.strip() for line in told if line.endswith("\n")}


def test_a_killed_process_leaves_no_torn_image(folder):
    """After kill -9 in the middle of it, what was acknowledged is whole, and so is all listed."""
    size = 4_000_000
    torn = 0
    for number in range(12):
        own = folder / str(number)
        told = keep_until_killed(own, size)
        torn += set(sizes_in(own)) != {size}
        archive = FolderArchive(own)

        assert told
        assert told <= set(archive.ids())
        assert all(archive.get(name).png == bytes(size) for name in archive.ids())
        shutil.rmtree(own)

    assert torn > 0, "no process was killed in the middle of writing: nothing was tested"


def test_a_full_disk_is_said_and_leaves_nothing(folder, archive):
    """When the bytes do not fit, the image is refused and nothing of it stays."""
    kept = archive.keep(PNG)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(ArchiveUnavailable):
            archive.keep(LARGE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)

    assert names_in(folder) == [f"{kept}.png"]


def test_no_folder_can_be_made(tmp_path):
    """Where a file is in the way of the folder, nothing can be kept, and the check says so."""
    (tmp_path / "in the way").touch()
    archive = FolderArchive(tmp_path / "in the way" / "images")

    with pytest.raises(ArchiveUnavailable):
        archive.keep(PNG)
    with pytest.raises(ArchiveUnavailable):
        archive.check()


def test_a_deleted_folder_is_made_again(archive, folder):
    """Who deletes the folder loses what was in it, not the next image."""
    archive.keep(PNG)
    shutil.rmtree(folder)
    kept = archive.keep(PNG)

    assert archive.ids() == [kept]


def test_other_files_are_not_listed(archive, folder):
    """What is not an image of the archive is left alone."""
    kept = archive.keep(PNG)
    for name in (".hidden.part", "holiday.png", "20260102T120000.000000Z.json"):
        (folder / name).touch()

    assert archive.ids() == [kept]


@pytest.mark.parametrize("suffix", [".json", ".label"])
def test_what_another_user_owns_hides_no_image(archive, folder, monkeypatch, caplog, suffix):
    """A backup that root has put back in part: each image is listed, and the log names the file."""
    kept = archive.keep(PNG)
    archive.record(kept, FIVE)
    archive.label(kept, 5)
    read = Path.read_bytes

    def read_ones_own(path):
        if path.suffix == suffix:  # root, as which tests may run, can read all
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_ones_own)
    known = (None, 5) if suffix == ".json" else (FIVE, None)

    assert archive.latest(1) == [ArchiveEntry(kept, *known)]
    assert archive.get(kept).png == PNG
    assert {f"{kept}{suffix}" in message for message in caplog.messages} == {True}


def test_an_image_that_another_user_owns_is_none_that_is_unknown(archive, monkeypatch):
    """It is there, and nobody is told otherwise."""
    kept = archive.keep(PNG)

    def refuse(path):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)

    with pytest.raises(ArchiveUnavailable, match="Permission denied"):
        archive.get(kept)


def test_a_file_system_without_locks_is_left_as_it_was(archive, folder, monkeypatch):
    """However often it is tried, no file stays, in the folder or open."""

    def refuse(*_):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    for _ in range(5):
        with pytest.raises(ArchiveUnavailable):
            archive.keep(PNG)
    open_files = [os.path.realpath(number) for number in Path("/proc/self/fd").iterdir()]

    assert names_in(folder) == []
    assert not [name for name in open_files if name.startswith(str(folder.resolve()))]
