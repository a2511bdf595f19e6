"""How a store that is away is asked again."""

import pytest

from adapters.archives.retrying import RetryingCaller
from swagdigit import ArchiveUnavailable
from tests.fakes.clock import Clock


class Store:
    """Fails as often as it is told to, and counts the questions."""

    def __init__(self, failures):
        self.failures = failures
        self.questions = 0

    def ask(self):
        self.questions += 1
        if self.questions <= self.failures:
            raise ConnectionError("away: <?xml?>\nand more that only developers read")
        return "here"


@pytest.fixture
def clock():
    return Clock(100.0)


@pytest.fixture
def retrying(clock):
    return RetryingCaller(ConnectionError, clock=clock)


def test_what_fails_twice_is_asked_three_times(retrying):
    """And nobody notices."""
    store = Store(failures=2)

    assert retrying.call(store.ask) == "here"
    assert store.questions == 3


def test_it_gives_up(retrying, clock):
    """Then nobody is asked for a while, and after it somebody in earnest."""
    store = Store(failures=6)
    for _ in range(3):
        with pytest.raises(ArchiveUnavailable, match=r"^away$"):
            retrying.call(store.ask)
    assert store.questions == 6

    clock.now += RetryingCaller.PAUSE
    assert retrying.call(store.ask) == "here"


def test_other_errors_are_not_transient(retrying):
    """What would fail again is told as it is."""
    questions = []

    def ask():
        questions.append(None)
        raise PermissionError

    with pytest.raises(PermissionError):
        retrying.call(ask)
    assert len(questions) == 1
