"""Waiting for what an archive does beside what it is asked for."""

import threading


def wait_for_housekeeping() -> None:
    """Return when no archive of this process tidies any more; before that, it leaves nobody else to do so."""
    for thread in threading.enumerate():
        if thread.name == "housekeeping":
            thread.join()
