"""SystemMonitor: the port that sees how busy the machine is."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SystemLoad:
    """
    How busy the machine is.

    Attributes:
        cpu: share of all processors in use, in percent, 0.0 to 100.0.
        memory: share of the memory in use, in percent, 0.0 to 100.0.
    """

    cpu: float
    memory: float


class SystemMonitor(Protocol):
    """Watches the machine's processors and memory."""

    def load(self) -> SystemLoad:
        """Return the present load at once, without waiting to measure."""
        ...
