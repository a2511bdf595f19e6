"""Housekeeping is done when it is due, and in nobody's way."""

import os
import subprocess
import sys
import threading
from threading import Event

from adapters.archives.housekeeping import Housekeeping
from tests.e2e.service import CHECKOUT
from tests.fakes.clock import Clock

PATIENCE = 10  # seconds


class Chore:
    """Counts how often it was done, and lets a test wait for it."""

    def __init__(self):
        self.starts = self.times = 0
        self.started, self.may_end = Event(), Event()
        self.may_end.set()

    def __call__(self):
        self.starts += 1
        self.started.set()
        assert self.may_end.wait(PATIENCE)
        self.times += 1


def wake_and_wait(housekeeping, chore):
    """Wake it until it has been done once more."""
    before = chore.times
    while chore.times == before:
        housekeeping.wake()


def begin(housekeeping, chore):
    """Have it begun, but not ended yet; return its thread."""
    others = set(threading.enumerate())
    chore.may_end.clear()
    housekeeping.wake()
    assert chore.started.wait(PATIENCE)
    [thread] = set(threading.enumerate()) - others
    return thread


def test_it_is_done_at_once_and_then_after_each_interval():
    """The first call does it, those that follow soon do not, a later one does again."""
    clock, chore = Clock(), Chore()
    housekeeping = Housekeeping(chore, clock=clock)
    wake_and_wait(housekeeping, chore)
    clock.now = Housekeeping.INTERVAL - 1
    for _ in range(100):
        housekeeping.wake()
    assert chore.times == 1

    clock.now = 2 * Housekeeping.INTERVAL
    wake_and_wait(housekeeping, chore)
    assert chore.times == 2


def test_a_long_chore_is_done_less_often():
    """However much there is to do, it takes a small share of the time."""
    clock, chore = Clock(), Chore()
    housekeeping = Housekeeping(chore, clock=clock)
    thread = begin(housekeeping, chore)
    clock.now = 30.0
    chore.may_end.set()
    thread.join(PATIENCE)  # it has looked at the clock
    clock.now = 30.0 + Housekeeping.REST * 30.0 - 1
    for _ in range(100):
        housekeeping.wake()
    assert chore.times == 1

    clock.now += 1
    wake_and_wait(housekeeping, chore)


def test_nobody_waits_for_it():
    """While it is done, the caller goes on, and a second one does not start."""
    clock, chore = Clock(), Chore()
    housekeeping = Housekeeping(chore, clock=clock)
    begin(housekeeping, chore)

    clock.now = 10 * Housekeeping.INTERVAL
    others = set(threading.enumerate())
    housekeeping.wake()
    assert set(threading.enumerate()) <= others
    assert (chore.starts, chore.times) == (1, 0)

    chore.may_end.set()
    wake_and_wait(housekeeping, chore)


def test_where_no_thread_can_be_made_it_waits(monkeypatch, caplog):
    """Who has woken it does not fail, and the chore is tried again after an interval."""

    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    clock, chore = Clock(), Chore()
    housekeeping = Housekeeping(chore, clock=clock)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        housekeeping.wake()
    assert "can't start new thread" in caplog.text

    clock.now = Housekeeping.INTERVAL
    wake_and_wait(housekeeping, chore)


def done_by_a_forked_worker():
    """Return how often it was done as a worker sees it that is forked when it was done once."""
    chore = Chore()
    housekeeping = Housekeeping(chore, clock=Clock())
    wake_and_wait(housekeeping, chore)
    process = os.fork()
    if process == 0:
        wake_and_wait(housekeeping, chore)
        os._exit(chore.times)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def test_a_forked_worker_has_its_own():
    """A process that was forked while its parent had just done it does it itself."""
    # Not forked from here: other tests have loaded what can not be, as JAX.
    program = f"from {__name__} import done_by_a_forked_worker as done; print(done())"
    said = subprocess.check_output([sys.executable, "-c", program], cwd=CHECKOUT)
    assert int(said) == 2
