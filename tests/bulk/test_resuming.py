"""A run that is broken off goes on where it was, and says the same as one that is not."""

import json
import re
import subprocess
import sys

import psutil
import pytest

from tests.bulk.conftest import CHECKOUT
from tests.programs import PATIENCE, wait_until

pytestmark = pytest.mark.slow


def resumed(said):
    """Return how many images of an earlier run the command says it has."""
    found = re.search(r"read, (\d+) of them by an earlier run", said)
    return int(found[1]) if found else 0


@pytest.fixture
def scheduler(started, tmp_path):
    """The address of a scheduler with two workers, all of them processes of their own."""
    file = tmp_path / "scheduler.json"

    def dask(*arguments):
        program = [sys.executable, "-m", "dask", *arguments, "--scheduler-file", str(file)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        started(*program, "--no-dashboard", cwd=CHECKOUT, **quiet)

    dask("scheduler", "--host", "127.0.0.1", "--port", "0")
    wait_until(file.exists)
    for _ in range(2):
        dask("worker", "--nthreads", "1")
    return json.loads(file.read_text())["address"]


def test_a_killed_run_goes_on(scans, expected_rows, command):
    """Nothing is there before all is there; what was finished is not read again."""
    command.kill_half_way("out.parquet", "read", scans, "--workers", 2)
    finished = len(command.parts("out.parquet"))
    assert not (command.folder / "out.parquet").exists()

    status, out, err = command.run("read", scans, "--out", "out.parquet", "--workers", 2)

    assert (status, err) == (1, "")
    assert 0 < finished < 6
    assert 0 < resumed(out) <= finished * 512
    assert command.rows("out.parquet") == expected_rows
    assert [file.name for file in command.folder.iterdir()] == ["out.parquet"]


def test_a_killed_worker_is_replaced(scans, expected_rows, command):
    """Its part is read by another; nobody notices."""
    process = command.start("read", scans, "--out", "out.parquet", "--workers", 2)
    wait_until(lambda: command.parts("out.parquet"))
    workers = busy_workers(process.pid)
    workers[0].kill()
    out, err = process.communicate(timeout=PATIENCE)

    assert len(workers) == 2
    assert (process.returncode, err) == (1, "")
    assert resumed(out) == 0
    assert command.rows("out.parquet") == expected_rows


def busy_workers(pid):
    """Return the processes that read for the client."""
    family = psutil.Process(pid).children(recursive=True)
    return [one for one in family if "multiprocessing.spawn" in " ".join(one.cmdline())]


def test_a_cluster_reads_and_goes_on(scans, expected_rows, command, scheduler):
    """The client is killed, the scheduler and its workers stay; a new client has the rest read."""
    command.kill_half_way("out.parquet", "read", scans, "--scheduler", scheduler)

    status, out, err = command.run("read", scans, "--out", "out.parquet", "--scheduler", scheduler)

    assert (status, err) == (1, "")
    assert resumed(out) > 0
    assert command.rows("out.parquet") == expected_rows


def test_what_a_run_began_with_is_what_it_goes_on_with(scans, command, tmp_path):
    """Other images, another threshold: it would be another file of results."""
    command.kill_half_way("out.csv", "read", scans, "--workers", 2)
    begun = by_name(command.parts("out.csv"))

    other = command.run("read", scans / "one.zip", "--out", "out.csv")
    threshold = command.run("read", scans, "--out", "out.csv", SWAGDIGIT_THRESHOLD="75")

    assert (other[0], threshold[0]) == (2, 2)
    assert "is of a run with other or changed images: go on with that" in other[2]
    assert "is of a run with threshold 60.0: go on with that" in threshold[2]
    assert by_name(command.parts("out.csv")) == begun


def by_name(files):
    """Return names and times of files."""
    return {file.name: file.stat().st_mtime_ns for file in files}


def test_another_run_is_forgotten_only_if_so_told(scans, command):
    """--overwrite begins anew, with nothing of what was finished."""
    command.kill_half_way("out.csv", "read", scans, "--workers", 2)

    arguments = ["read", scans / "one.zip", "--out", "out.csv", "--workers", 2, "--overwrite"]
    status, out, _ = command.run(*arguments)

    assert status == 0
    assert resumed(out) == 0
    assert len(command.rows("out.csv")) == 700
    assert [file.name for file in command.folder.iterdir()] == ["out.csv"]


def test_two_runs_do_not_write_the_same_results(scans, command):
    """The second is refused while the first is at it."""
    first = command.start("read", scans, "--out", "out.csv", "--workers", 1)
    wait_until((command.folder / "out.csv.parts" / "order.json").exists)

    status, _, err = command.run("read", scans, "--out", "out.csv", "--workers", 1)

    first.kill()
    first.communicate(timeout=PATIENCE)
    assert status == 2
    assert "another run is writing out.csv" in err
