"""How parts are submitted to workers, and their tables returned."""

import gc
import os
from itertools import count, islice
from pathlib import Path

import pytest

from bulk.cluster import local_workers
from bulk.errors import RunInterrupted
from bulk.inputs import Input
from bulk.rows import SCHEMA, table_of
from bulk.task_pool import TaskPool
from swagdigit import InvalidImage


@pytest.fixture(scope="module")
def client():
    """Two workers."""
    with local_workers(2) as client:
        yield client


def read(images):
    """Read images as a worker does; some of them crash it."""
    for image in images:
        if image.path == "crash":
            os._exit(1)
        if image.path == "bug":
            raise ZeroDivisionError("unexpected")
        if image.path == "no worker":
            raise RunInterrupted("no worker can read")
    return table_of(images, [InvalidImage(f"{Path(image.path).name}!") for image in images])


def part(*names):
    """Return a part of images of these names."""
    return [Input(name) for name in names]


def test_each_part_comes_back_once_with_its_rows_in_order(client):
    """Whichever worker is the first to finish."""
    parts = [part(*(f"{number} {place}" for place in range(5))) for number in range(20)]

    tables = dict(TaskPool(client, read).tables(enumerate(parts)))

    assert tables.keys() == set(range(20))
    for number, images in enumerate(parts):
        assert tables[number].schema == SCHEMA
        assert tables[number]["path"].to_pylist() == [image.path for image in images]


def test_an_image_that_crashes_its_reader_is_a_row(client):
    """All others of its part, before and after it, are read; an unexpected exception is a crash too."""
    names = [f"{place}" for place in range(9)]
    names[4], names[7] = "crash", "bug"

    [(_, table)] = TaskPool(client, read).tables([(0, part(*names))])

    assert table["path"].to_pylist() == names
    codes = dict.fromkeys(names, "invalid_image")
    codes |= dict.fromkeys(("crash", "bug"), "reader_crashed")
    assert table["error"].to_pylist() == [*codes.values()]
    assert table["message"][4].as_py() == "its reader ended with 1"
    assert table["message"][7].as_py() == "ZeroDivisionError: unexpected"


def test_what_no_worker_can_read_interrupts_the_run(client):
    """No image is to blame, and the other parts would fail as well."""
    with pytest.raises(RunInterrupted, match="no worker can read"):
        list(TaskPool(client, read).tables([(0, part("no worker")), (1, part("a"))]))


def test_parts_are_taken_as_they_are_needed(client):
    """Of endlessly many parts, no more are in memory than the workers have room for."""
    taken = count()
    endless = ((next(taken), part("a")) for _ in iter(int, 1))

    tables = list(islice(TaskPool(client, read).tables(endless), 50))

    assert len(tables) == 50
    assert next(taken) <= 50 + 2 * 2


def test_finished_parts_are_freed(client):
    """However many parts there were, only those of the last messages are still in memory."""
    parts = ((number, part(*map(str, range(100)))) for number in range(300))

    assert sum(table.num_rows for _, table in TaskPool(client, read).tables(parts)) == 30_000
    gc.collect()
    kept = sum(isinstance(one, Input) for one in gc.get_objects())

    assert kept < 100 * 100
