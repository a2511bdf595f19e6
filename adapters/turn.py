"""
Turn: what is held by whoever calculates, so that one thread does at a time.

What is done for a small image are a hundred calls of numpy and the like. Threads that take Python's lock from
each other between them get less done than one after the other, and all of them late: on two
processors, half as much. So whatever calculates for a millisecond waits for its turn; what waits
for a disk or a network, or is busy for long outside of Python's lock, does not.
"""

from contextlib import AbstractContextManager, nullcontext

type Turn = AbstractContextManager[object]
"""A lock, the same one for all that calculates in a process."""

NO_TURN: Turn = nullcontext()
"""For a program of one thread."""
