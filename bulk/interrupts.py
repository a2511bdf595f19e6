"""Ctrl-C, which breaks nothing off in the middle that has to be whole."""

import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager


@contextmanager
def held() -> Iterator[None]:
    """
    Have Ctrl-C wait until this is done.

    Processes of threads that are begun meanwhile never hear of it: a terminal tells all processes of a
    command at once, and each would break off for itself, with a traceback.
    """
    came = False

    def remember(*_: object) -> None:
        nonlocal came
        came = True

    before = signal.signal(signal.SIGINT, remember)
    # New threads, and what they start, have the mask of the thread that starts them.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
    if came:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def undisturbed[T](context: AbstractContextManager[T]) -> Iterator[T]:
    """Enter the context and leave it, Ctrl-C waiting meanwhile."""
    ends = ExitStack()
    try:
        with held():
            value = ends.enter_context(context)
        yield value
    finally:
        with held():
            ends.close()
