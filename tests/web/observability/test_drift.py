"""Whether one sees that what comes in is something else."""

import math
from collections import Counter

import numpy as np
import pytest

from adapters.classifiers.manifest import Manifest
from swagdigit import DigitImage, Prediction
from tests.e2e.service import ARTIFACT
from tests.fakes.classifier import FixedClassifier
from tests.fakes.reader import DIGIT_PNG
from web.observability.drift import ENOUGH, Drift, psi
from web.observability.drift_features import (
    CERTAINTY_BINS,
    DIGIT_BINS,
    INK_BINS,
    ink_share,
    shares,
)
from web.observability.metrics import Metrics
from web.observability.sliding_window import SlidingWindow

REFERENCE = Manifest.beside(ARTIFACT).reference


def images_as(feature, expected, count):
    """Return images and predictions as many in each bin of a feature as is expected."""
    ends = {"digit": DIGIT_BINS, "certainty": CERTAINTY_BINS, "ink": INK_BINS}
    drawn = {
        name: np.random.default_rng(7).permutation(
            np.repeat(bins, np.round(np.multiply([*known.values()], count)).astype(int))
        )
        for (name, known), bins in zip(
            ((name, expected[name]) for name in ends), ends.values(), strict=True
        )
    }
    least = min(map(len, drawn.values()))
    return [
        (image_with(drawn["ink"][at]), prediction_of(drawn["digit"][at], drawn["certainty"][at]))
        for at in range(least)
    ]


def image_with(share):
    """Return an image with ink on so large a share of it."""
    inked = math.floor(share * 784)
    return DigitImage(b"\xff" * inked + bytes(784 - inked))


def prediction_of(digit, certainty):
    """Return what is said of a digit with a certainty in percent."""
    probabilities = [0.0] * 10
    probabilities[int(digit)] = certainty / 100
    return Prediction(tuple(probabilities), "fixed-1")


def drift_of(metrics, reference=REFERENCE, window=None):
    """Return the index of each feature that has one, and how many images there were."""
    drift = Drift(metrics, reference=lambda _: reference, window=window or SlidingWindow(None))
    families = {family.name: family for family in drift.collect()}
    index = {s.labels["feature"]: s.value for s in families["swagdigit_drift_psi"].samples}
    [images] = families["swagdigit_drift_images"].samples
    return index, images.value


def fill(metrics, pairs):
    """Let metrics count images."""
    for image, prediction in pairs:
        metrics.count_predictions([image], [prediction])


def test_the_index_is_as_in_the_books():
    """Nothing where both are equal; and a case calculated by hand."""
    assert psi({"a": 0.3, "b": 0.7}, {"a": 0.3, "b": 0.7}) == 0
    assert psi({"a": 0.5, "b": 0.5}, {"a": 0.25, "b": 0.75}) == pytest.approx(
        0.25 * math.log(2) - 0.25 * math.log(2 / 3)
    )


def test_the_index_of_what_never_came_is_a_number():
    """An empty bin makes it large, not infinite."""
    assert 1 < psi({"a": 0.0, "b": 1.0}, {"a": 0.5, "b": 0.5}) < 10


def test_the_shipped_model_has_a_reference():
    """Its bins are those of the metrics, and its shares add up to one."""
    assert {feature: [*bins] for feature, bins in REFERENCE.items()} == {
        "digit": [str(end) for end in DIGIT_BINS],
        "certainty": [str(end) for end in CERTAINTY_BINS],
        "ink": [str(end) for end in INK_BINS],
    }
    for bins in REFERENCE.values():
        assert sum(bins.values()) == pytest.approx(1, abs=1e-3)


def test_images_as_they_should_be_have_not_drifted():
    """Of images spread as the reference, each index is next to nothing."""
    metrics = Metrics()
    fill(metrics, images_as("ink", REFERENCE, 3000))
    index, _ = drift_of(metrics)

    assert index.keys() == REFERENCE.keys()
    assert max(index.values()) < 0.02


@pytest.mark.parametrize("feature", ["digit", "certainty", "ink"])
def test_other_images_are_seen(feature):
    """If one feature changes, its index says so, and the others do not."""
    turned = dict(zip(REFERENCE[feature], reversed([*REFERENCE[feature].values()]), strict=True))
    if feature == "digit":
        turned = {name: float(name == "1") for name in turned}
    metrics = Metrics()
    fill(metrics, images_as(feature, REFERENCE | {feature: turned}, 3000))
    index, _ = drift_of(metrics)

    assert index.pop(feature) > 0.25
    assert max(index.values()) < 0.1


def test_of_few_images_nothing_is_said():
    """Ten images are never spread like ten thousand."""
    metrics = Metrics()
    fill(metrics, [(image_with(0.5), prediction_of(1, 99))] * (ENOUGH - 1))
    assert drift_of(metrics) == ({}, ENOUGH - 1)

    fill(metrics, [(image_with(0.5), prediction_of(1, 99))])
    index, images = drift_of(metrics)
    assert images == ENOUGH
    assert min(index.values()) > 0.25


def test_a_model_without_a_reference_has_no_drift():
    """Nothing is compared with nothing."""
    metrics = Metrics()
    fill(metrics, [(image_with(0.5), prediction_of(1, 99))] * ENOUGH)

    assert drift_of(metrics, reference={}) == ({}, ENOUGH)


@pytest.mark.parametrize(
    ("model", "is_known"), [(Manifest.beside(ARTIFACT).version, True), ("forest-1", False)]
)
def test_no_model_is_compared_with_what_another_was_judged_by(make_client, model, is_known):
    """A classifier of one's own, or of another machine, is not as certain as the shipped one."""
    client = make_client(classifier=FixedClassifier(model=model))
    client.post("/api/predict", data=DIGIT_PNG, content_type="image/png")
    told = client.get("/metrics").text

    assert f'swagdigit_model_info{{version="{model}"}}' in told
    assert ("swagdigit_reference_share{" in told) is is_known


def test_a_spread_counts_each_image_once():
    """The shares are those of the bins that the images are in."""
    images = [image_with(0.05)] * 3 + [image_with(0.9)]
    predictions = [prediction_of(7, 100)] * 3 + [prediction_of(1, 30)]
    found = shares(images, predictions)

    assert {name: share for name, share in found["digit"].items() if share} == {
        "1": 0.25,
        "7": 0.75,
    }
    assert Counter(found["certainty"])["30.0"] == 0.25
    assert found["ink"]["0.06"] == 0.75
    assert found["ink"]["1.0"] == 0.25
    assert ink_share(DigitImage(bytes(784))) == 0
