"""What an archive keeps no longer: the oldest, and nothing that is still in use."""

import os
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as some

from adapters.archives.folder_archive import FolderArchive
from adapters.archives.limits import GRACE, ArchiveLimits
from adapters.archives.names import NAME, name_of
from adapters.archives.tidying import alone_in, oldest_beyond
from tests.adapters.archives.chores import wait_for_housekeeping
from tests.contracts.archive import FIVE, PNG

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
LARGE = os.urandom(40_000)
BLOCKS = 40_960  # what it takes on a disk of blocks of 4 kB

ages = some.dictionaries(
    some.integers(0, 10**6).map(lambda age: name_of(NOON - timedelta(seconds=age))),
    some.integers(0, 10**6),
)
limits = some.builds(
    ArchiveLimits,
    max_bytes=some.integers(0, 10**7),
    max_age=some.integers(0, 10**6).map(lambda age: timedelta(seconds=age)),
)


@given(sizes=ages, limits=limits)
def test_the_oldest_go_and_no_more_than_needed(sizes, limits):
    """What goes is older than all that stays, each had to go, and what stays keeps the limits."""
    gone = list(limits.beyond(sizes, total=sum(sizes.values()), now=NOON))
    stays = sorted(sizes.keys() - set(gone))
    young = [name for name in stays if name >= name_of(NOON - GRACE)]

    assert gone + stays == sorted(sizes)
    for name in gone:
        left = sum(sizes[other] for other in sizes if other >= name)
        too_old = limits.max_age and name < name_of(NOON - limits.max_age)
        assert too_old or 0 < limits.max_bytes < left
    if limits.max_bytes and stays != young:
        assert sum(sizes[name] for name in stays) <= limits.max_bytes
    if limits.max_age and stays != young:
        assert min(stays) >= name_of(NOON - limits.max_age)


@given(some.integers(-(10**10), 10**10).map(lambda age: NOON - timedelta(seconds=age)))
def test_every_time_has_a_name_that_sorts(time):
    """Names are of one form and sort as the times do."""
    assert NAME.fullmatch(name_of(time))
    assert (name_of(time) < name_of(NOON)) == (time < NOON)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "images"


def kept_at(folder, *ages):
    """Keep images of these ages, with all that belongs to them, and return their names."""
    names = []
    for age in ages:
        archive = FolderArchive(folder, now=lambda age=age: NOON - age)
        names.append(archive.keep(LARGE))
        archive.record(names[-1], FIVE)
        archive.label(names[-1], 5)
    wait_for_housekeeping()
    return names


def hours(*numbers):
    """Return these numbers of hours."""
    return [timedelta(hours=number) for number in numbers]


def test_old_images_go_with_all_that_was_said_of_them(folder):
    """After their time nothing of them is left; younger ones stay whole."""
    kept = kept_at(folder, *hours(50, 49, 47, 1))
    limits = ArchiveLimits(max_age=timedelta(days=2))
    archive = FolderArchive(folder, limits=limits, now=lambda: NOON)
    archive.tidy()

    assert archive.ids() == kept[2:]
    assert len(list(folder.iterdir())) == 3 * len(kept[2:])


def test_the_room_is_kept(folder):
    """The oldest make room for the latest, by the room that they really take."""
    kept = kept_at(folder, *hours(4, 3, 2, 1))
    taken = sum(file.stat().st_blocks * 512 for file in folder.iterdir())
    archive = FolderArchive(folder, limits=ArchiveLimits(max_bytes=taken - 1), now=lambda: NOON)
    archive.tidy()

    assert archive.ids() == kept[1:]


@pytest.mark.parametrize("at_once", range(1, 9))
def test_a_few_at_a_time_come_to_the_same(folder, at_once):
    """However few names are held at a time, the same images go, in the same order."""
    archive = FolderArchive(folder)
    kept_at(folder, *hours(8, 7, 6, 5, 4, 3, 2, 1))
    limits = ArchiveLimits(max_bytes=3 * BLOCKS, max_age=timedelta(hours=7.5))
    expected = oldest_beyond(limits, folder, now=NOON)
    gone = []
    while names := oldest_beyond(limits, folder, now=NOON, at_once=at_once):
        for name in names:
            archive.delete(name)
        gone += names

    assert gone == expected
    assert len(gone) > 5


def test_a_deletion_that_was_cut_short_is_finished(folder):
    """What is left of an image that is gone takes room too, and goes when its time comes."""
    [name] = kept_at(folder, *hours(50))
    (folder / f"{name}.png").unlink()
    limits = ArchiveLimits(max_age=timedelta(days=2))
    FolderArchive(folder, limits=limits, now=lambda: NOON).tidy()

    assert list(folder.iterdir()) == []


def test_what_is_being_answered_stays(folder):
    """However little room is allowed, an image of this minute is not taken away."""
    kept = kept_at(folder, timedelta(seconds=59))
    archive = FolderArchive(folder, limits=ArchiveLimits(max_bytes=1), now=lambda: NOON)
    archive.tidy()

    assert archive.ids() == kept


def test_without_limits_nothing_goes(folder):
    """By default what is kept is kept."""
    kept = kept_at(folder, timedelta(days=10_000))
    archive = FolderArchive(folder, now=lambda: NOON)
    archive.tidy()

    assert archive.ids() == kept


def test_other_files_stay(folder):
    """What is not the archive's is never deleted."""
    kept_at(folder, *hours(50))
    for name in ("holiday.png", "19990101.png", "notes.txt"):
        (folder / name).write_bytes(PNG)
    archive = FolderArchive(folder, limits=ArchiveLimits(max_bytes=1), now=lambda: NOON)
    archive.tidy()

    assert {file.name for file in folder.iterdir()} == {"holiday.png", "19990101.png", "notes.txt"}


@pytest.mark.parametrize("limits", [{"max_bytes": 1}, {"max_age": timedelta(hours=1)}])
def test_files_of_others_beside_an_image_stay(folder, limits):
    """A program for labelling puts its own there; it is no part of the image, and not looked at for ever."""
    [name] = kept_at(folder, *hours(50))
    for suffix in (".txt", ".png~"):
        (folder / f"{name}{suffix}").write_bytes(LARGE)
    FolderArchive(folder, limits=ArchiveLimits(**limits), now=lambda: NOON).tidy()

    assert {file.name for file in folder.iterdir()} == {f"{name}.txt", f"{name}.png~"}


def test_a_link_to_itself_keeps_no_image(folder):
    """Who put it there has not switched the limits off."""
    kept_at(folder, *hours(50))
    (folder / "loop").symlink_to("loop")
    FolderArchive(folder, limits=ArchiveLimits(max_bytes=1), now=lambda: NOON).tidy()

    assert [file.name for file in folder.iterdir()] == ["loop"]


def tidy(folder):
    """Tidy, as a worker does."""
    limits = ArchiveLimits(max_bytes=10 * BLOCKS)
    FolderArchive(folder, limits=limits, now=lambda: NOON).tidy()


def test_several_workers_tidy_at_once(folder):
    """Four processes that tidy the same folder delete the same images, and stumble over nothing."""
    kept = kept_at(folder, *hours(*range(60, 0, -1)))
    # Not forked: this process tidies, too, as it has kept images, and a fork would hold its lock for good.
    with ProcessPoolExecutor(4, get_context("forkserver")) as workers:
        list(workers.map(tidy, [folder] * 8))

    left = FolderArchive(folder).ids()
    assert 0 < len(left) < len(kept)
    assert left == kept[-len(left) :]
    assert len(list(folder.iterdir())) == 3 * len(left)


def test_one_tidies_at_a_time(folder):
    """What a worker is at, the others leave to it: each would look at all files."""
    kept = kept_at(folder, *hours(50))
    archive = FolderArchive(folder, limits=ArchiveLimits(max_bytes=1), now=lambda: NOON)
    with alone_in(folder) as alone:
        assert alone
        archive.tidy()
        assert archive.ids() == kept
    archive.tidy()

    assert archive.ids() == []


def test_nothing_to_tidy_is_no_trouble(folder, caplog):
    """A folder that is not there yet, or not any more, is as good as tidied."""
    FolderArchive(folder, limits=ArchiveLimits(max_bytes=1)).tidy()

    assert caplog.records == []


def test_a_folder_that_can_not_be_tidied_is_told(tmp_path, caplog):
    """The operator learns why; the service goes on."""
    (tmp_path / "file").touch()
    FolderArchive(tmp_path / "file", limits=ArchiveLimits(max_bytes=1)).tidy()

    [record] = caplog.records
    assert "can not be tidied" in record.message


def test_one_file_that_stays_keeps_no_other(folder, caplog):
    """A folder in an image's place, or a file of another user's, is logged; the limits hold for all others."""
    stays, *kept = kept_at(folder, *hours(60, 50, 40, 30))
    (folder / f"{stays}.png").unlink()
    (folder / f"{stays}.png").mkdir()
    (folder / ".abcdef12.part").mkdir()
    limits = ArchiveLimits(max_age=timedelta(hours=35))
    FolderArchive(folder, limits=limits, now=lambda: NOON).tidy()

    assert FolderArchive(folder).ids() == [stays, kept[-1]]
    assert {record.getMessage().rpartition("/")[2] for record in caplog.records} == {
        f"{stays}.png'",
        ".abcdef12.part'",
    }
