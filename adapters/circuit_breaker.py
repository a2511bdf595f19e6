"""CircuitBreaker: lets nobody wait for a service that is known to be away."""

import time
from collections.abc import Callable
from threading import Lock


class CircuitOpenError(Exception):
    """The service was away a moment ago, and is not asked now; says why it was."""


class CircuitBreaker:
    """
    Refuses calls at once for a while after one has failed; then one is let through, as a trial.

    What comes while the trial is under way is refused too: however many threads there are, at most
    one of them waits. After M. Nygard, Release It!, 2007. It keeps no lock during a call, as
    libraries do.

    Args:
        failure: the exception that says that the service is away.
        pause: seconds after a failure in which nobody is let through.
        trial: seconds after which a trial is thought to have come to nothing.
    """

    def __init__(
        self,
        failure: type[Exception],
        *,
        pause: float,
        trial: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failure = failure
        self._pause = pause
        self._trial = trial
        self._clock = clock
        self._lock = Lock()
        self._open_until: float | None = None
        self._reason = ""
        self._epoch = 0  # grows with each change of the two above

    def call[T](self, function: Callable[[], T], *, tells: bool = True) -> T:
        """
        Return what the function returns.

        Args:
            function: is called.
            tells: whether what becomes of it says anything of the service.

        Raises:
            CircuitOpenError: it has not been called.
        """
        epoch = self._admit(as_trial=tells)
        if not tells:
            return function()
        open_until = None  # any other exception is an answer, too
        reason = ""
        try:
            return function()
        except self._failure as error:
            open_until, reason = self._clock() + self._pause, str(error)
            raise
        finally:
            with self._lock:
                # What began before the last change says nothing of what the service is now.
                if self._epoch == epoch and self._open_until != open_until:
                    self._open_until, self._reason = open_until, reason
                    self._epoch += 1

    def _admit(self, *, as_trial: bool) -> int:
        """Return the epoch in which the call begins."""
        with self._lock:
            if self._open_until is None:
                return self._epoch
            now = self._clock()
            if now < self._open_until:
                raise CircuitOpenError(self._reason)
            if as_trial:
                self._open_until = now + self._trial
                self._epoch += 1
            return self._epoch
