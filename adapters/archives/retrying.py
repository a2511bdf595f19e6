"""RetryingCaller: how often, and how long, a store elsewhere is asked again."""

import logging
import time
from collections.abc import Callable
from functools import partial

import stamina

from adapters.circuit_breaker import CircuitBreaker, CircuitOpenError
from swagdigit import ArchiveUnavailable, first_line

_log = logging.getLogger(__name__)


class RetryingCaller:
    """
    Calls again what failed for the moment, and lets nobody wait for a store that is away.

    Args:
        transient: the exception of what may pass by itself.
    """

    TOTAL = 1.5  # seconds; who fails after them is not asked again
    PAUSE = 1.0  # seconds in which nobody tries again after all attempts have failed
    _TRIAL = 2 * TOTAL  # seconds that all attempts take at most, or hardly more

    _retry = stamina.RetryingCaller(
        attempts=6, timeout=TOTAL, wait_initial=0.05, wait_max=0.4, wait_jitter=0.1
    )

    def __init__(
        self, transient: type[Exception], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._transient = transient
        self._breaker = CircuitBreaker(transient, pause=self.PAUSE, trial=self._TRIAL, clock=clock)

    def call[T](self, function: Callable[[], T], *, tells: bool = True) -> T:
        """
        Return what the function returns, called up to six times with growing, uneven waits.

        Args:
            function: is called.
            tells: whether its failure says that the store is away; other things may make what is
                large fail.

        Raises:
            ArchiveUnavailable: it fails all the time, or has just done so.
        """
        try:
            return self._breaker.call(partial(self._retry, self._transient, function), tells=tells)
        except CircuitOpenError as error:
            raise ArchiveUnavailable(first_line(error)) from error
        except self._transient as error:
            _log.warning("the object store is away: %s", first_line(error))
            raise ArchiveUnavailable(first_line(error)) from error
