"""Training, calibration and export do what they say."""

import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from scipy.signal import correlate2d
from scipy.special import softmax

from adapters.classifiers.features import FEATURES
from adapters.classifiers.manifest import Manifest
from adapters.classifiers.pickle_classifier import PickleClassifier
from swagdigit import DigitImage
from training.calibration import calibrate, expected_calibration_error
from training.distillation import TrainingSet
from training.export import add_scores, export
from training.layers import convolutional, dense, logits
from training.network import features_of, train
from training.pipeline import as_pipeline
from training.samples import Samples
from training.scores import Scores

ROOT = Path(__file__).parents[2]


def stripes(count, seed=0):
    """Return pictures of eleven classes, each with its stripe elsewhere, and noise."""
    random = np.random.default_rng(seed)
    labels = random.integers(0, 11, count)
    ink = random.integers(0, 100, (count, 28, 28))
    for page, label in zip(ink, labels, strict=True):
        page[2 * label + 2 : 2 * label + 4] += 50
    return Samples(ink.reshape(count, 784).astype(np.uint8), labels)


def train_stripes(checkpoint, epochs=3):
    """Train a small network on them."""
    samples = stripes(3000)
    training_set = TrainingSet(features_of(samples.ink), samples.labels)
    layers = train(training_set, dense(FEATURES, [32]), epochs=epochs, checkpoint=checkpoint)
    return as_pipeline(layers)


def weights(pipeline):
    return np.concatenate([layer.ravel() for layer in pipeline.named_steps["network"].coefs_])


def test_it_learns(tmp_path):
    """After a few epochs it classifies pictures that it never saw."""
    ink, labels = stripes(300, seed=1)

    assert train_stripes(tmp_path / "network", epochs=30).score(ink, labels) > 0.8


def test_the_pipeline_is_the_network(tmp_path):
    """What scikit-learn computes is what was trained."""
    samples = stripes(3000)
    features = features_of(samples.ink)
    initial = dense(FEATURES, [32, 16])
    training_set = TrainingSet(features, samples.labels)
    layers = train(training_set, initial, epochs=2, checkpoint=tmp_path / "network")
    expected = softmax(np.asarray(logits(layers, features)), axis=1)

    assert as_pipeline(layers).predict_proba(samples.ink) == pytest.approx(expected, abs=1e-3)


def convolved(pages, kernels):
    """Return what scipy's correlation makes of width x width x inputs, rectified; kernels last."""
    sums = [
        sum(
            correlate2d(pages[..., place], kernels[..., place, kernel], mode="same")
            for place in range(pages.shape[-1])
        )
        for kernel in range(kernels.shape[-1])
    ]
    return np.maximum(np.stack(sums, axis=-1), 0)


def test_convolutions_are_correlations_with_max_pooling_between():
    """Their sums are those of scipy; of 2 x 2 places between two of them, the maximum is left."""
    page = np.random.default_rng(0).random((28, 28, 1), np.float32)
    layers = convolutional([2, 3], [])
    (first, _), (second, _), (weights, biases) = layers
    rectified = convolved(page, first)
    pooled = rectified.reshape(14, 2, 14, 2, 2).max(axis=(1, 3))
    expected = convolved(pooled, second).reshape(1, -1) @ weights + biases

    assert np.asarray(logits(layers, page.reshape(1, -1))) == pytest.approx(expected, abs=1e-4)


def test_a_convolutional_network_learns(tmp_path):
    """It classifies pictures that it never saw."""
    samples, others = stripes(3000), stripes(300, seed=1)
    training_set = TrainingSet(samples.ink / 255, samples.labels)
    layers = train(
        training_set, convolutional([4, 8], [32]), epochs=20, checkpoint=tmp_path / "network"
    )
    found = np.asarray(logits(layers, others.ink / 255)).argmax(axis=1)

    assert (found == others.labels).mean() > 0.8


def test_a_finished_training_is_not_repeated(tmp_path):
    """Asked again, it returns the network of the checkpoint."""
    first = train_stripes(tmp_path / "network")
    stamp = (tmp_path / "network").stat().st_mtime_ns
    again = train_stripes(tmp_path / "network")

    assert (weights(first) == weights(again)).all()
    assert (tmp_path / "network").stat().st_mtime_ns == stamp


TRAIN = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.training.test_network import train_stripes
train_stripes(Path(sys.argv[2]), epochs=60)
"""


def epochs_done(checkpoint):
    if not checkpoint.exists():
        return 0
    return pickle.loads(checkpoint.read_bytes())[2]


def test_a_killed_training_goes_on_where_it_was(tmp_path):
    """After kill -9 the epochs done are not lost, and the result is that of one training."""
    checkpoint = tmp_path / "network"
    with subprocess.Popen([sys.executable, "-c", TRAIN, ROOT, checkpoint]) as process:
        deadline = time.monotonic() + 60
        while epochs_done(checkpoint) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
    done = epochs_done(checkpoint)
    continued = train_stripes(checkpoint, epochs=60)
    at_once = train_stripes(tmp_path / "another", epochs=60)

    assert 2 <= done < 60
    assert weights(continued) == pytest.approx(weights(at_once), abs=1e-5)


def test_the_temperature_is_found_and_built_in(tmp_path):
    """A network made three times too sure of itself is brought back."""
    pipeline = train_stripes(tmp_path / "network", epochs=30)
    ink = stripes(4000, seed=2).ink
    honest = pipeline.predict_proba(ink)
    chance = np.random.default_rng(0).random((len(ink), 1))
    labels = (honest.cumsum(axis=1) < chance).sum(axis=1).clip(0, 10)
    network = pipeline.named_steps["network"]
    network.coefs_[-1] = network.coefs_[-1] * 3
    network.intercepts_[-1] = network.intercepts_[-1] * 3

    assert calibrate(pipeline, Samples(ink, labels)) == pytest.approx(3, rel=0.15)
    assert pipeline.predict_proba(ink) == pytest.approx(honest, abs=0.05)


def test_calibration_error_is_the_gap_between_certainty_and_success():
    """Half right at 90 % is an error of 40 %; in two bins each gap counts by its size."""
    certainties = np.array([0.9, 0.9, 0.9, 0.9])
    right = np.array([True, False, True, False])

    assert expected_calibration_error(certainties, right, bins=1) == pytest.approx(0.4)
    mixed = np.array([0.2, 0.2, 1.0, 1.0])
    assert expected_calibration_error(
        mixed, np.array([False, False, True, True]), bins=2
    ) == pytest.approx(0.1)


def test_the_artifact_is_the_pipeline_without_its_training(tmp_path):
    """It answers alike, and carries neither optimiser nor random state."""
    pipeline = train_stripes(tmp_path / "network")
    artifact = tmp_path / "model" / "digit.pkl"
    manifest = export(pipeline, artifact)
    ink = stripes(1).ink
    [prediction] = PickleClassifier(artifact).classify([DigitImage(ink.tobytes())])

    assert prediction.model == manifest.version
    assert prediction.probabilities == pytest.approx(pipeline.predict_proba(ink)[0, :10], abs=1e-6)
    assert b"Adam" not in artifact.read_bytes()
    assert b"RandomState" not in artifact.read_bytes()


def test_scores_are_put_into_the_manifest(tmp_path):
    """The evaluation's figures stand beside the model that they are of, and change nothing else."""
    artifact = tmp_path / "digit.pkl"
    before = export(train_stripes(tmp_path / "network"), artifact)
    scores = Scores(10, 0.98765, 0.9, 1.0, 0.1, 0.01, 0.02)
    after = add_scores(artifact, {"canvas": scores})

    assert after == Manifest.beside(artifact)
    assert after.scores["canvas"]["right"] == 0.9877
    assert after.model_copy(update={"scores": {}}) == before
    PickleClassifier(artifact).check()
