"""The fakes keep the contracts of what they stand in for."""

import pytest

from tests.contracts.archive import ArchiveContract
from tests.contracts.classifier import ClassifierContract
from tests.contracts.monitor import MonitorContract
from tests.contracts.reader import ReaderContract
from tests.fakes.archive import InMemoryArchive
from tests.fakes.classifier import FixedClassifier
from tests.fakes.monitor import FixedMonitor
from tests.fakes.reader import BLANK_PNG, DIGIT_PNG, FixedReader


class TestFixedClassifier(ClassifierContract):
    """A classifier."""

    @pytest.fixture
    def classifier(self):
        return FixedClassifier()


class TestInMemoryArchive(ArchiveContract):
    """An archive."""

    @pytest.fixture
    def archive(self):
        return InMemoryArchive()


class TestFixedReader(ReaderContract):
    """A reader."""

    @pytest.fixture
    def reader(self):
        return FixedReader()

    @pytest.fixture
    def digit_png(self):
        return DIGIT_PNG

    @pytest.fixture
    def blank_png(self):
        return BLANK_PNG


class TestFixedMonitor(MonitorContract):
    """A monitor."""

    @pytest.fixture
    def monitor(self):
        return FixedMonitor()
