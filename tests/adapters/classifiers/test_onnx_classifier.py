"""OnnxClassifier says what PickleClassifier says, without a pickle."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from adapters.classifiers.onnx_classifier import OnnxClassifier
from adapters.classifiers.pickle_classifier import PickleClassifier
from swagdigit import ClassifierUnavailable, DigitImage
from tests.contracts.classifier import ClassifierContract

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "artifacts" / "digit_classifier.pkl"


class TestOnnxClassifier(ClassifierContract):
    """The contract, kept by a freshly exported artifact."""

    @pytest.fixture
    def classifier(self, artifact):
        return OnnxClassifier(artifact)


class TestShippedOnnx(ClassifierContract):
    """The contract, kept by what users get."""

    @pytest.fixture
    def classifier(self):
        return OnnxClassifier(SHIPPED)


@pytest.mark.parametrize("count", [1, 40])
def test_it_says_what_the_pickle_says(count):
    """The probabilities are those of the pickle, to a ten-thousandth."""
    random = np.random.default_rng(1)
    strengths = random.integers(0, 256, (count, 784)) * (random.random((count, 784)) < 0.2)
    images = [DigitImage(row.astype(np.uint8).tobytes()) for row in strengths]
    pickled, run = (kind(SHIPPED).classify(images) for kind in (PickleClassifier, OnnxClassifier))

    for one, other in zip(pickled, run, strict=True):
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-4)
        assert one.model == other.model


def test_nobody_is_told_that_it_runs():
    """ONNX Runtime alone complains that it can not write down a name for this machine."""
    assert "telemetry" in complaints_about("onnxruntime")
    assert complaints_about("adapters.classifiers.onnx_classifier, onnxruntime") == ""


def complaints_about(modules):
    """Return what is printed when they are imported where there is no home."""
    command = [sys.executable, "-c", f"import {modules}"]
    homeless = {"HOME": "/proc/none"}
    ended = subprocess.run(command, env=homeless, check=True, capture_output=True, text=True)
    return ended.stderr


def test_it_needs_neither_a_pickle_nor_scikit_learn(artifact):
    """With the pickle gone it answers, and scikit-learn is not even imported."""
    artifact.unlink()
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from adapters.classifiers.onnx_classifier import OnnxClassifier\n"
        f"OnnxClassifier(Path({str(artifact)!r})).check()\n"
        "assert 'sklearn' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-I", "-c", program], check=True)


def test_a_changed_byte_is_refused(artifact):
    """A file that is not the one described is not opened."""
    file = artifact.with_suffix(".onnx")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)

    with pytest.raises(ClassifierUnavailable, match="SHA-256"):
        OnnxClassifier(artifact).check()


def test_it_is_well_again_when_the_file_is_there(artifact):
    """A refusal is not for ever."""
    file = artifact.with_suffix(".onnx")
    hidden = file.rename(file.with_suffix(".away"))
    classifier = OnnxClassifier(artifact)
    with pytest.raises(ClassifierUnavailable):
        classifier.check()
    hidden.rename(file)

    classifier.check()


def test_a_refused_file_leaves_the_old_one(artifact):
    """Who puts a broken model in place hears of it, and the old one goes on."""
    classifier = OnnxClassifier(artifact)
    before = classifier.classify([DigitImage(bytes(784))])
    artifact.with_suffix(".onnx").write_bytes(b"broken")
    with pytest.raises(ClassifierUnavailable):
        classifier.reload()

    assert classifier.classify([DigitImage(bytes(784))]) == before


def replace(artifact, content, **fields):
    """Put another model in place, with a manifest that vouches for it."""
    artifact.with_suffix(".onnx").write_bytes(content)
    path = artifact.with_suffix(".json")
    manifest = json.loads(path.read_text()) | fields
    manifest["sha256"][".onnx"] = hashlib.sha256(content).hexdigest()
    path.write_text(json.dumps(manifest))


def test_a_file_that_does_not_open_is_refused(artifact):
    """The manifest vouches for it, and still it is no model."""
    replace(artifact, b"no model")

    with pytest.raises(ClassifierUnavailable, match="can not be used"):
        OnnxClassifier(artifact).check()


def model(*, ink="ink", shape=("n", 784), output="probabilities", classes=11, said=1 / 11):
    """Return the bytes of a model that says the same of everything."""
    images, pixels = shape
    nodes = [
        helper.make_node("Cast", [ink], ["levels"], to=TensorProto.FLOAT),
        helper.make_node("MatMul", ["levels", "weights"], ["sums"]),
        helper.make_node("Add", ["sums", "bias"], [output]),
    ]
    graph = helper.make_graph(
        nodes,
        "constant",
        [helper.make_tensor_value_info(ink, TensorProto.UINT8, shape)],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [images, classes])],
        [
            numpy_helper.from_array(np.zeros((pixels, classes), np.float32), "weights"),
            numpy_helper.from_array(np.full(classes, said, np.float32), "bias"),
        ],
    )
    opset = helper.make_opsetid("", 17)
    return helper.make_model(graph, opset_imports=[opset], ir_version=8).SerializeToString()


OTHER_MODELS = {
    "another input": model(ink="image"),
    "another size": model(shape=("n", 100)),
    "one image at a time": model(shape=(1, 784)),
    "another output": model(output="scores"),
    "fewer classes": model(classes=10),
    "no probabilities": model(said=5.0),
    "not a number": model(said=np.nan),
}


def test_any_model_of_digits_is_taken(artifact):
    """What is made elsewhere is as good, if it takes and gives the same."""
    replace(artifact, model())

    assert OnnxClassifier(artifact).classify([DigitImage(bytes(784))])[0].digit == 0


@pytest.mark.parametrize("content", OTHER_MODELS.values(), ids=OTHER_MODELS)
def test_another_model_is_refused(artifact, content):
    """Before it is asked about an image, and not by a crash."""
    replace(artifact, content)

    with pytest.raises(ClassifierUnavailable, match="can not be used"):
        OnnxClassifier(artifact).check()


def test_a_model_of_something_else_is_refused(artifact):
    """The manifest says what is told apart."""
    replace(artifact, model(classes=3), classes=[1, 2, 3])

    with pytest.raises(ClassifierUnavailable, match="not digits"):
        OnnxClassifier(artifact).check()


def test_a_process_that_only_checks_has_no_onnxruntime(artifact):
    """A server may check and reload before it forks: ONNX Runtime's threads are not there yet."""
    program = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\n"
        "from adapters.classifiers.onnx_classifier import OnnxClassifier\n"
        f"classifier = OnnxClassifier(Path({str(artifact)!r}))\n"
        "classifier.check(); classifier.reload()\n"
        "assert 'onnxruntime' not in sys.modules\n"
    )

    subprocess.run([sys.executable, "-I", "-c", program], check=True)
