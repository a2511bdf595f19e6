"""What the images that come in are compared with."""

import math
import shutil
import subprocess
import sys

import pytest

from adapters.classifiers.manifest import Manifest
from adapters.classifiers.pickle_classifier import PickleClassifier
from training import ARTIFACT, ROOT
from training.export import add_reference
from training.reference import reference
from training.suites import suites
from web.container import Container
from web.observability.drift import ENOUGH, Drift
from web.observability.drift_features import CERTAINTY_BINS, DIGIT_BINS, INK_BINS
from web.observability.metrics import Metrics
from web.observability.sliding_window import SlidingWindow
from web.settings import Settings

SHIPPED = ARTIFACT


@pytest.fixture
def artifact(tmp_path):
    """A copy of the shipped model."""
    for file in SHIPPED.parent.glob(f"{SHIPPED.stem}.*"):
        shutil.copy(file, tmp_path)
    return tmp_path / SHIPPED.name


@pytest.mark.data
@pytest.mark.slow
def test_a_reference_of_few_is_like_the_shipped_one(data):
    """It is found by reading and classifying; of fewer images, it is only coarser."""
    shipped, found = Manifest.beside(SHIPPED).reference, reference(SHIPPED, limit=90)

    for feature, bins in found.items():
        assert bins.keys() == shipped[feature].keys()
        assert sum(bins.values()) == pytest.approx(1)
        assert list(bins.values()) == pytest.approx([*shipped[feature].values()], abs=0.12)


@pytest.mark.data
@pytest.mark.slow
def test_it_is_written_into_the_manifest(data, artifact):
    """`make reference` leaves all else there as it is, and the model is still accepted."""
    before = Manifest.beside(artifact)
    subprocess.run(
        [sys.executable, "-m", "training.reference", "--limit", "5", "--model", artifact],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    after = Manifest.beside(artifact)

    assert after.model_copy(update={"reference": before.reference}) == before
    assert after.reference != before.reference
    assert [len(bins) for bins in after.reference.values()] == [
        len(DIGIT_BINS),
        len(CERTAINTY_BINS),
        len(INK_BINS),
    ]
    PickleClassifier(artifact).check()


def test_a_manifest_may_be_older_than_the_reference(artifact):
    """A model that was exported before there was one is served without."""
    text = Manifest.beside(artifact).model_dump_json(exclude={"reference"})
    artifact.with_suffix(".json").write_text(text)
    assert Manifest.beside(artifact).reference == {}

    add_reference(artifact, {"ink": {"1.0": 1.0}})
    assert Manifest.beside(artifact).reference == {"ink": {"1.0": 1.0}}


@pytest.mark.data
def test_a_reference_is_of_the_model_that_is_named(data, monkeypatch):
    """Whatever the shell has set for a service, it is the artifact that is asked."""
    monkeypatch.setenv("SWAGDIGIT_CLASSIFIER", "remote")
    monkeypatch.setenv("SWAGDIGIT_MAX_PIXELS", "100")

    assert sum(reference(SHIPPED, limit=3)["digit"].values()) == pytest.approx(1)


KNOWN = {"canvas", "photo", "mnist"}
STRANGE = {"mnist corrupted": "certainty", "letters and signs": "certainty", "thin pen": "ink"}


@pytest.mark.data
@pytest.mark.slow
def test_the_drift_metric_tells_what_the_model_is_good_at(data):
    """Of strangers' digits it says nothing; of what is read worse, or is no digit, it does."""
    container = Container(settings=Settings(model=SHIPPED))
    index = {
        name: drift_of(cases, container)
        for name, cases in suites(limit=ENOUGH + 20, names=KNOWN | STRANGE.keys())
    }

    assert max(max(index[name].values()) for name in KNOWN) < 0.1
    assert min(index[name][feature] for name, feature in STRANGE.items()) > 0.25


def drift_of(cases, container):
    """Return the index of each feature after a service has been sent these images only."""
    readings = [container.reader().read(case.file).digit for case in cases]
    images = [image for image in readings if image]
    images *= math.ceil(ENOUGH / len(images))  # of letters, there are fewer
    metrics = Metrics()
    metrics.count_predictions(images, container.classifier().classify(images))
    found = Drift(
        metrics,
        reference=lambda _: Manifest.beside(SHIPPED).reference,
        window=SlidingWindow(None),
    ).collect()
    [family] = [one for one in found if one.name == "swagdigit_drift_psi"]
    return {sample.labels["feature"]: sample.value for sample in family.samples}
