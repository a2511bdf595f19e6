"""The turn goes round: nobody calculates beside another, and nobody is overtaken."""

from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from time import monotonic, sleep

import pytest

from adapters.turn import FairLock

THREADS = 20
PATIENCE = 10  # seconds


def until(condition):
    """Wait for it, but not for ever."""
    deadline = monotonic() + PATIENCE
    while not condition():
        assert monotonic() < deadline


def test_whoever_has_waited_longest_is_next():
    """Threads that come while it is held get it in the order in which they came."""
    lock, served = FairLock(), []

    def wait(number):
        with lock:
            served.append(number)

    threads = [Thread(target=wait, args=[number], daemon=True) for number in range(THREADS)]
    with lock:
        for before, thread in enumerate(threads):
            thread.start()
            until(lambda before=before: lock.waiting > before)
    for thread in threads:
        thread.join(PATIENCE)

    assert served == list(range(THREADS))


def test_who_lets_go_does_not_overtake():
    """Who wants it again at once stands behind those who wait for it."""
    lock, served = FairLock(), []

    def wait():
        with lock:
            served.append("waited")

    with lock:
        thread = Thread(target=wait, daemon=True)
        thread.start()
        until(lambda: lock.waiting)
    with lock:
        served.append("came back")
    thread.join(PATIENCE)

    assert served == ["waited", "came back"]


def test_one_at_a_time_has_it():
    """However many want it at once."""
    lock, inside, seen = FairLock(), [], set()

    def use(number):
        for _ in range(100):
            with lock:
                inside.append(number)
                sleep(0)  # whoever could come in now would
                seen.add(len(inside))
                inside.remove(number)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(8)))

    assert seen == {1}


def test_an_error_lets_go_of_it():
    """Nobody waits for what has failed."""
    lock = FairLock()
    with pytest.raises(ZeroDivisionError), lock:
        _ = 1 / 0
    with lock:
        assert lock.waiting == 0
