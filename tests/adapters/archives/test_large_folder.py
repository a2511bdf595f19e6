"""A folder with more images than memory has room for the names of."""

import tracemalloc
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from adapters.archives.folder_archive import FolderArchive
from adapters.archives.limits import ArchiveLimits
from adapters.archives.names import name_of
from adapters.archives.tidying import oldest_beyond

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
IMAGES = 5_000
MOST = 200_000  # bytes; the names alone take twice as much, and each file has one


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder of images, one each second until noon, with what was said of them."""
    folder = tmp_path_factory.mktemp("images")
    for age, suffix in product(range(IMAGES), (".png", ".json")):
        (folder / f"{name_of(NOON - timedelta(seconds=age))}{suffix}").touch()
    return folder


def peak_of(work):
    """Return what was done and the most memory that it took meanwhile, in bytes."""
    tracemalloc.start()
    try:
        result = work()
        return result, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_the_latest_take_no_memory_for_the_others(folder):
    """Nobody can fill the memory by looking at a long history again and again."""
    entries, taken = peak_of(lambda: FolderArchive(folder).latest(3))

    assert [entry.image_id for entry in entries] == [
        name_of(NOON - timedelta(seconds=age)) for age in range(3)
    ]
    assert taken < MOST


def test_tidying_takes_no_memory_for_the_images(folder):
    """Each worker does it every minute."""
    _, taken = peak_of(FolderArchive(folder).tidy)

    assert taken < MOST


def test_limits_take_no_memory_for_what_stays(folder):
    """However many images there are, only some of their names are held at a time."""
    limits = ArchiveLimits(max_age=timedelta(seconds=IMAGES - 10.5))
    names, taken = peak_of(lambda: oldest_beyond(limits, folder, now=NOON, at_once=100))

    assert names == [name_of(NOON - timedelta(seconds=IMAGES - 1 - age)) for age in range(10)]
    assert taken < MOST
