"""The shipped artifact reads as well as it says."""

import io
import pickle
from collections import Counter
from typing import override

import pytest

from adapters.classifiers.allow_list import ALLOWED
from adapters.classifiers.manifest import Manifest
from adapters.classifiers.pickle_classifier import PickleClassifier
from tests.contracts.classifier import ClassifierContract
from training import ARTIFACT
from training.evaluation import SAMPLE, evaluate
from training.samples import NOT_A_DIGIT


class TestShippedArtifact(ClassifierContract):
    """The contract, kept by what users get."""

    @pytest.fixture
    def classifier(self):
        return PickleClassifier(ARTIFACT)


def test_it_is_small():
    """A clone does not take ages: the artifact is under 10 MB."""
    assert ARTIFACT.stat().st_size < 10_000_000


class RecordingUnpickler(pickle.Unpickler):
    """Keeps each (module, name) that a pickle asks for."""

    def __init__(self, content):
        super().__init__(io.BytesIO(content))
        self.requested = set()

    @override
    def find_class(self, module_name, global_name):
        self.requested.add((module_name, global_name))
        return super().find_class(module_name, global_name)


def test_it_needs_all_that_is_allowed_and_no_more():
    """What is asked for when the artifact is unpickled is exactly what the allow-list has."""
    unpickler = RecordingUnpickler(ARTIFACT.read_bytes())
    unpickler.load()

    assert unpickler.requested == ALLOWED


@pytest.mark.parametrize(
    ("suite", "measure", "least"),
    [
        ("mnist", "right", 0.9965),
        ("canvas", "right", 0.982),
        ("canvas", "told_and_right", 0.975),
        ("canvas", "right_among_told", 0.9875),
        ("cut to the ink", "told_and_right", 0.973),
        ("pointed at", "told_and_right", 0.968),
        ("surroundings", "told_and_right", 0.96),
        ("shadows", "told_and_right", 0.96),
        ("plots", "told_and_right", 0.91),
        ("8x8 scans", "told_and_right", 0.96),
        ("maps", "told_and_right", 0.95),
        ("letters and signs", "refused", 0.96),
        ("scribbles", "refused", 0.96),
    ],
)
def test_its_scores_are_those_that_were_promised(suite, measure, least):
    """The drawings of strangers are read, and what is no digit refused, as well as the product claims."""
    assert Manifest.beside(ARTIFACT).scores[suite][measure] >= least


def test_its_certainty_is_a_probability():
    """On the canvas, certainty and success are less than 0.7 points apart."""
    assert Manifest.beside(ARTIFACT).scores["canvas"]["calibration_error"] <= 0.007


def test_it_was_evaluated_on_all_cases():
    """Not on a sample."""
    scores = Manifest.beside(ARTIFACT).scores

    assert scores["mnist"]["cases"] == 10_000
    assert scores["canvas"]["cases"] > 2_200


@pytest.mark.data
@pytest.mark.slow
def test_it_still_reads_as_well_as_it_did(data):
    """
    On the same sample of each suite, through the service, it does what it did for `make evaluate`.

    The cases are the same, so that there is no chance: only another processor may round otherwise.
    """
    known = Manifest.beside(ARTIFACT).sample_scores
    assert known, "make evaluate tells what is expected"
    lost = Counter()
    for result in evaluate(limit=SAMPLE):
        expected, found = known[result.name], result.scores()
        digits = result.cases[0].label != NOT_A_DIGIT
        for measure in ("told_and_right", "right_among_told") if digits else ("refused",):
            cases = len(result.cases) * (expected[measure] - getattr(found, measure))
            lost[measure] += cases
            assert cases < 3.5, (result.name, measure)
        assert found.brier < expected["brier"] + 0.004, result.name
    assert max(lost.values()) < 8.5
