"""PickleClassifier opens what its manifest vouches for, and nothing else."""

import hashlib
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier

from adapters.classifiers import allow_list
from adapters.classifiers.pickle_classifier import PickleClassifier
from swagdigit import ClassifierUnavailable, DigitImage
from tests.contracts.classifier import ClassifierContract

ROOT = Path(__file__).parents[3]


class Payload:
    """Runs a command when it is unpickled."""

    def __init__(self, trace):
        self.trace = trace

    def __reduce__(self):
        return os.system, (f"touch {self.trace}",)


def change_manifest(artifact, **fields):
    """Write other values into the manifest."""
    path = artifact.with_suffix(".json")
    path.write_text(json.dumps(json.loads(path.read_text()) | fields))


def replace(artifact, content):
    """Put another pickle in place, with a manifest that vouches for it."""
    artifact.write_bytes(content)
    change_manifest(artifact, sha256={".pkl": hashlib.sha256(content).hexdigest()})


class TestPickleClassifier(ClassifierContract):
    """The contract, kept by a freshly exported artifact."""

    @pytest.fixture
    def classifier(self, artifact):
        return PickleClassifier(artifact)


def test_it_answers_what_the_pipeline_answers(artifact, pipeline):
    """Export and loading change no probability."""
    ink = np.random.default_rng(1).integers(0, 256, (3, 784), np.uint8)
    images = [DigitImage(row.tobytes()) for row in ink]

    told = [prediction.probabilities for prediction in PickleClassifier(artifact).classify(images)]

    assert np.array(told) == pytest.approx(pipeline.predict_proba(ink)[:, :10], abs=1e-6)


def refused(artifact, match):
    """Expect the artifact to be refused, with a reason."""
    with pytest.raises(ClassifierUnavailable, match=match):
        PickleClassifier(artifact).check()


def test_a_changed_byte_is_refused(artifact):
    """A pickle that is not the one described is not opened."""
    content = bytearray(artifact.read_bytes())
    content[len(content) // 2] ^= 1
    artifact.write_bytes(content)

    refused(artifact, "SHA-256")


def test_another_library_version_is_refused(artifact):
    """A model of another scikit-learn is not opened."""
    change_manifest(artifact, libraries={"numpy": np.__version__, "scikit-learn": "0.1"})

    refused(artifact, r"0\.1")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 1}', "\0"])
def test_a_wrong_manifest_is_refused(artifact, text):
    """What does not describe the artifact does not vouch for it."""
    artifact.with_suffix(".json").write_text(text)

    refused(artifact, "not a manifest")


@pytest.mark.parametrize("suffix", [".pkl", ".json"])
def test_a_missing_file_is_refused(artifact, suffix):
    """Without the artifact or its manifest there is no classifier."""
    artifact.with_suffix(suffix).unlink()

    refused(artifact, "no (artifact|manifest)")


def test_a_payload_runs_nothing(artifact, tmp_path):
    """A pickle that would run a command is refused before it does, even if vouched for."""
    trace = tmp_path / "it-ran"
    replace(artifact, pickle.dumps(Payload(trace)))

    refused(artifact, r"system")
    assert not trace.exists()


def test_a_class_outside_the_allow_list_is_refused(artifact):
    """Even a harmless class is refused if the artifact has no need of it."""
    replace(artifact, pickle.dumps(DummyClassifier()))

    refused(artifact, "DummyClassifier")


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05."])
def test_what_is_no_pickle_is_refused(artifact, content):
    """Garbage is refused, not a crash."""
    replace(artifact, content)

    refused(artifact, "can not be unpickled")


BROKEN = {
    "OverflowError": b"\x80\x04\x8d" + b"\xff" * 8 + b".",  # a text of 2^64 - 1 bytes
    "MemoryError": b"\x80\x04\x8e" + b"\xff" * 7 + b"\x0f.",  # bytes, a little fewer
    "AttributeError": b"\x80\x04NK\x01a.",  # 1 is appended to None
}


@pytest.mark.parametrize(("error", "content"), BROKEN.items(), ids=BROKEN)
def test_whatever_broken_bytes_raise_is_told(artifact, error, content):
    """The manifest vouches for them, and still they are no model."""
    replace(artifact, content)

    refused(artifact, f"can not be unpickled: {error}")


def without_numbers(pipeline):
    pipeline[-1].coefs_[0] = pipeline[-1].coefs_[0] * np.float32(np.nan)


def of_raw_pixels(pipeline):
    pipeline[-1].coefs_[0] = np.zeros((784, pipeline[-1].coefs_[0].shape[1]), np.float32)


def without_weights(pipeline):
    del pipeline[-1].coefs_


def without_steps(pipeline):
    pipeline.steps = 5


@pytest.mark.parametrize("spoil", [without_numbers, of_raw_pixels, without_weights, without_steps])
def test_what_can_not_read_is_refused(artifact, spoil):
    """It is found out before it answers anybody, or takes the place of what does."""
    served = PickleClassifier(artifact)
    served.check()
    pipeline = allow_list.load(artifact.read_bytes())
    spoil(pipeline)
    replace(artifact, pickle.dumps(pipeline, protocol=5))

    refused(artifact, "can not be used")
    with pytest.raises(ClassifierUnavailable):
        served.reload()
    assert served.classify([DigitImage.blank()])


def test_other_classes_are_refused(artifact):
    """A model of something else than digits is refused, or than its manifest says."""
    change_manifest(artifact, classes=[1, 2, 3])
    refused(artifact, "not digits")

    change_manifest(artifact, classes=[*range(10)])
    refused(artifact, r"tells \[0, 1, .*, 10\] apart, not \[0, 1, .*, 9\]")


def test_it_is_well_again_when_the_artifact_is_there(artifact):
    """A refusal is not for ever."""
    hidden = artifact.rename(artifact.with_suffix(".away"))
    classifier = PickleClassifier(artifact)
    with pytest.raises(ClassifierUnavailable):
        classifier.check()
    hidden.rename(artifact)

    classifier.check()


def test_a_new_artifact_is_taken_up_when_asked(artifact):
    """What is put in place is used from the next call on, not before it is asked for."""
    classifier = PickleClassifier(artifact)
    classifier.check()
    change_manifest(artifact, version="the next one")
    blank = DigitImage(bytes(784))
    assert classifier.classify([blank])[0].model != "the next one"

    classifier.reload()
    assert classifier.classify([blank])[0].model == "the next one"


def test_a_refused_artifact_leaves_the_old_one(artifact):
    """Who puts a broken model in place hears of it, and the old one goes on."""
    classifier = PickleClassifier(artifact)
    before = classifier.classify([DigitImage(bytes(784))])
    artifact.write_bytes(b"broken")
    with pytest.raises(ClassifierUnavailable):
        classifier.reload()

    assert classifier.classify([DigitImage(bytes(784))]) == before


def test_it_opens_in_a_fresh_process_elsewhere(artifact, tmp_path):
    """The pickle does not remember the script that made it, or its folder."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from adapters.classifiers.pickle_classifier import PickleClassifier\n"
        f"PickleClassifier(Path({str(artifact)!r})).check()\n"
    )

    subprocess.run([sys.executable, "-I", "-c", program], cwd=tmp_path, check=True)


def test_a_network_of_other_units_is_refused(artifact):
    """A model that would be calculated wrongly is not opened."""
    pipeline = pickle.loads(artifact.read_bytes())
    pipeline.named_steps["network"].activation = "tanh"
    replace(artifact, pickle.dumps(pipeline, protocol=5))

    refused(artifact, "not of features and a network")
