"""Patience: how often, and how long, a store elsewhere is asked again."""

import logging
import time
from collections.abc import Callable

import stamina

from swagdigit import ArchiveUnavailable

_log = logging.getLogger(__name__)


class Patience:
    """
    Asks again what failed for the moment, and lets nobody wait for a store that is away.

    Whoever asks while the store is known to be away is refused at once. After a while the next
    one tries again in earnest.
    """

    TOTAL = 1.5  # seconds in which a new attempt may begin
    PAUSE = 1.0  # seconds in which nobody tries again after an attempt in earnest has failed

    _ask_again = stamina.RetryingCaller(
        attempts=6, timeout=TOTAL, wait_initial=0.05, wait_max=0.4, wait_jitter=0.1
    )

    def __init__(
        self, momentary: type[Exception], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._momentary = momentary
        self._clock = clock
        self._away_until = 0.0
        self._reason = ""

    def ask[T](self, question: Callable[[], T]) -> T:
        """
        Return what the question returns, asked up to six times with growing, uneven waits.

        Raises:
            ArchiveUnavailable: it fails all the time, or has just done so.
        """
        if self._clock() < self._away_until:
            raise ArchiveUnavailable(self._reason)
        try:
            return self._ask_again(self._momentary, question)
        except self._momentary as error:
            self._reason = first_line(error)
            _log.warning("the object store is away: %s", self._reason)
            self._away_until = self._clock() + self.PAUSE
            raise ArchiveUnavailable(self._reason) from error


def first_line(error: Exception) -> str:
    """Return what an error says, without what only its library's developers can read."""
    return str(error).partition("\n")[0]
