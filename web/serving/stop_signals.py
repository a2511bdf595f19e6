"""Signals that ask a worker to stop, which it must not miss while it starts."""

import signal

_STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}


def hold_stop_signals() -> None:
    """
    Have them wait from before a fork until the worker handles them.

    One that came in between would be lost, and the worker would serve until it is killed.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)


def release_stop_signals() -> None:
    """Let them come that were held."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
