"""A monitor for tests that are about something else."""

from typing import override

from swagdigit import SystemLoad, SystemMonitor


class FixedMonitor(SystemMonitor):
    """Says that the machine is always equally busy."""

    def __init__(self, *, cpu: float = 45.0, memory: float = 65.0) -> None:
        self._load = SystemLoad(cpu, memory)

    @override
    def load(self) -> SystemLoad:
        return self._load
