"""What Ctrl-C does, which a terminal tells all processes of a command."""

import os
import signal

import psutil
import pytest

from bulk.interrupts import held, undisturbed
from tests.programs import PATIENCE, wait_until

TOLD = "swagdigit: stopped; the same command goes on\n"


@pytest.fixture(autouse=True)
def _hearing():
    """Have Ctrl-C heard, by what is started too, though a shell may have left it out."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def has_begun_to_import(process, _):
    """Say whether it is in the middle of its imports."""
    return any("numpy" in file.path for file in psutil.Process(process.pid).memory_maps())


def has_begun_a_worker(process, _):
    """Say whether there is a worker, which has hardly begun itself; the other child tracks it."""
    return len(psutil.Process(process.pid).children()) > 1


def has_read(_, command):
    """Say whether a part is finished."""
    return command.parts("out.csv")


@pytest.mark.slow
@pytest.mark.parametrize("moment", [has_begun_to_import, has_begun_a_worker, has_read])
def test_a_stopped_run_says_so_in_one_line(scans, command, moment):
    """Whenever it is stopped; it leaves no process, and the same command goes on."""
    arguments = ["read", scans, "--out", "out.csv", "--workers", 2]
    process = command.start(*arguments, process_group=0)
    wait_until(lambda: moment(process, command))
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    _, alive = psutil.wait_procs(family, timeout=PATIENCE)

    assert (process.returncode, out, err) == (3, "", TOLD)
    assert not alive
    assert command.run(*arguments)[0] == 1  # some are broken


def test_it_waits_until_what_is_held_is_done():
    """And comes then."""
    done = []
    with pytest.raises(KeyboardInterrupt), held():  # noqa: PT012 (what comes after is the point)
        os.kill(os.getpid(), signal.SIGINT)
        done.append("held")

    assert done == ["held"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_who_does_not_hear_it_hears_it_no_more_afterwards():
    """A shell has it left out by what runs in the background."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with held():
        os.kill(os.getpid(), signal.SIGINT)

    assert signal.getsignal(signal.SIGINT) == signal.SIG_IGN


def test_what_is_entered_is_left_whenever_it_comes():
    """In the middle of the entering, and of the leaving."""
    steps = []

    class Context:
        def __enter__(self):
            os.kill(os.getpid(), signal.SIGINT)
            steps.append("entered")

        def __exit__(self, *_):
            os.kill(os.getpid(), signal.SIGINT)
            steps.append("left")

    with pytest.raises(KeyboardInterrupt), undisturbed(Context()):
        steps.append("not reached")

    assert steps == ["entered", "left"]
