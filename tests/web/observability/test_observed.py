"""What is observed works as if nobody looked."""

from collections import Counter

import pytest

from swagdigit import (
    ArchiveUnavailable,
    ClassifierUnavailable,
    DigitImage,
    ImageNotFound,
    InvalidImage,
)
from tests.contracts.archive import ArchiveContract
from tests.contracts.classifier import STROKE, ClassifierContract
from tests.contracts.reader import ReaderContract
from tests.fakes.archive import FullArchive, InMemoryArchive
from tests.fakes.classifier import FixedClassifier, UnavailableClassifier
from tests.fakes.reader import BLANK_PNG, DIGIT_PNG, FixedReader
from tests.web.parts import FailingReader, UnreadableArchive
from web.observability.metrics import Metrics
from web.observability.observed import ObservedClassifier, ObservedReader
from web.observability.observed_archive import ObservedArchive


def nobody(*_):
    """Hear nothing."""


class TestObservedClassifier(ClassifierContract):
    """A classifier."""

    @pytest.fixture
    def classifier(self):
        return ObservedClassifier(
            FixedClassifier(), observe_stage=nobody, count_predictions=nobody
        )


class TestObservedArchive(ArchiveContract):
    """An archive."""

    @pytest.fixture
    def archive(self):
        return ObservedArchive(InMemoryArchive(), observe_stage=nobody, metrics=Metrics())


class TestObservedReader(ReaderContract):
    """A reader."""

    @pytest.fixture
    def reader(self):
        return ObservedReader(FixedReader(), observe_stage=nobody)

    @pytest.fixture
    def digit_png(self):
        return DIGIT_PNG

    @pytest.fixture
    def blank_png(self):
        return BLANK_PNG


@pytest.fixture
def taken():
    """What was told to have taken time."""
    return []


@pytest.fixture
def observe_stage(taken):
    """Notes down what took time."""
    return lambda stage, seconds: taken.append((stage, seconds >= 0))


def test_what_fails_takes_time_too(observe_stage, taken):
    """A stage is timed however it ends."""
    archive = ObservedArchive(FullArchive(), observe_stage=observe_stage, metrics=Metrics())
    with pytest.raises(InvalidImage):
        ObservedReader(FailingReader(InvalidImage()), observe_stage=observe_stage).read(b"")
    with pytest.raises(ClassifierUnavailable):
        ObservedClassifier(UnavailableClassifier(), observe_stage=observe_stage).classify([STROKE])
    with pytest.raises(ArchiveUnavailable):
        archive.keep(b"")

    assert taken == [(stage, True) for stage in ("read", "classify", "archive")]


def test_what_is_tried_out_says_nothing_of_what_comes_in():
    """The patches of an explanation are no drawings of anybody."""
    said = []
    images = [STROKE, DigitImage(bytes(784))]
    for predicted in (None, lambda *of: said.append(of)):
        ObservedClassifier(
            FixedClassifier(), observe_stage=nobody, count_predictions=predicted
        ).classify(images)

    [(seen, predictions)] = said
    assert seen == images
    assert [prediction.digit for prediction in predictions] == [5, 5]


def attempts(archive):
    """Yield what one may ask of an archive, by the name that its failure is counted under."""
    yield "keep", lambda: archive.keep(b"")
    yield "record", lambda: archive.record("any", None)
    yield "record", lambda: archive.record_blank("any")
    yield "label", lambda: archive.label("any", 5)
    yield "get", lambda: archive.get("any")
    yield "list", archive.ids
    yield "delete", lambda: archive.delete("any")
    yield "check", archive.check


def test_each_failure_of_the_archive_is_counted():
    """Under the name of what was asked."""
    for kind in (FullArchive, UnreadableArchive):
        metrics, failed = Metrics(), Counter()
        for name, ask in attempts(ObservedArchive(kind(), observe_stage=nobody, metrics=metrics)):
            try:
                ask()
            except ArchiveUnavailable:
                failed[name] += 1
            except ImageNotFound:
                pass
        assert failed
        assert failures(metrics) == {name: float(failed[name]) for name in failures(metrics)}


def failures(metrics):
    """Return how often each operation has failed."""
    [family] = [one for one in metrics.collect() if one.name == "swagdigit_archive_failures"]
    return {sample.labels["operation"]: sample.value for sample in family.samples}
