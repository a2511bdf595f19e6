"""Who is known to be away is waited for by one at most."""

from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Event, Thread

import pytest

from adapters.circuit_breaker import CircuitBreaker, CircuitOpenError
from tests.fakes.clock import Clock

PATIENCE = 10  # seconds


class Service:
    """Answers, or is away; counts the calls."""

    def __init__(self):
        self.calls, self.is_away = 0, False

    def __call__(self):
        self.calls += 1
        if self.is_away:
            raise ConnectionError("away")
        return "here"


@pytest.fixture
def clock():
    return Clock(100.0)


@pytest.fixture
def breaker(clock):
    return CircuitBreaker(ConnectionError, pause=1.0, trial=5.0, clock=clock)


@pytest.fixture
def service():
    return Service()


def test_who_answers_is_always_called(breaker, service):
    """Nothing stands between."""
    assert [breaker.call(service) for _ in range(3)] == ["here"] * 3
    assert service.calls == 3


def test_who_is_away_is_left_alone_for_a_while(breaker, service, clock):
    """The first failure is told as it is, those that follow as what it was."""
    service.is_away = True
    with pytest.raises(ConnectionError):
        breaker.call(service)
    for _ in range(3):
        with pytest.raises(CircuitOpenError, match="away"):
            breaker.call(service)
    assert service.calls == 1

    clock.now += 1.0
    service.is_away = False
    assert [breaker.call(service) for _ in range(2)] == ["here"] * 2


def test_what_tells_nothing_changes_nothing(breaker, service):
    """It is refused with the others, but its own failure is nobody else's."""
    service.is_away = True
    with pytest.raises(ConnectionError):
        breaker.call(service, tells=False)
    with pytest.raises(ConnectionError):
        breaker.call(service)
    with pytest.raises(CircuitOpenError):
        breaker.call(service, tells=False)


def test_one_alone_tries_again(breaker, service, clock):
    """While it waits for what comes of it, the others are refused at once; but not for ever."""
    service.is_away = True
    with pytest.raises(ConnectionError):
        breaker.call(service)
    clock.now += 1.0
    begun, may_end = Event(), Event()

    def slowly():
        begun.set()
        assert may_end.wait(PATIENCE)

    trial = Thread(target=breaker.call, args=[slowly])
    trial.start()
    assert begun.wait(PATIENCE)
    service.is_away = False
    with pytest.raises(CircuitOpenError):
        breaker.call(service)
    clock.now += 5.0
    assert breaker.call(service) == "here"

    may_end.set()
    trial.join(PATIENCE)


class Moment(float):
    """A time that is compared with another by two threads at once, or after waiting for the second."""

    meeting = Barrier(2, timeout=0.5)

    def __lt__(self, other):
        is_before = super().__lt__(other)
        with suppress(BrokenBarrierError):
            self.meeting.wait()
        return is_before


def test_one_alone_tries_again_of_those_who_come_at_once(breaker, service, clock):
    """Nobody is admitted while another is."""
    service.is_away = True
    with pytest.raises(ConnectionError):
        breaker.call(service)
    clock.now = Moment(clock.now + 1.0)
    may_end, trials = Event(), []

    def call():
        with suppress(CircuitOpenError):
            breaker.call(lambda: (trials.append(1), may_end.wait(PATIENCE)))

    with ThreadPoolExecutor(2) as threads:
        called = [threads.submit(call) for _ in range(2)]
        wait(called, PATIENCE, return_when=FIRST_COMPLETED)  # the one that is refused
        may_end.set()

    assert trials == [1]


def test_another_error_is_an_answer(breaker, service, clock):
    """Who finds fault with a question is there."""
    service.is_away = True
    with pytest.raises(ConnectionError):
        breaker.call(service)
    clock.now += 1.0
    with pytest.raises(ZeroDivisionError):
        breaker.call(lambda: 1 // 0)

    service.is_away = False
    assert breaker.call(service) == "here"


def test_who_asked_before_changes_nothing(breaker, service, clock):
    """A failure that is told late is of a time before the service came back."""

    def slowly():
        service.is_away = True
        with pytest.raises(ConnectionError):
            breaker.call(service)
        clock.now += 1.0
        service.is_away = False
        assert breaker.call(service) == "here"
        raise ConnectionError("late")

    with pytest.raises(ConnectionError, match="late"):
        breaker.call(slowly)

    assert breaker.call(service) == "here"
