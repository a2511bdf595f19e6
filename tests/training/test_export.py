"""What is exported is what the service opens, or nothing."""

import pickle
import re
from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MaxAbsScaler

from adapters.classifiers.features import FEATURES, GradientDirections
from adapters.classifiers.manifest import Manifest
from adapters.classifiers.onnx_classifier import OnnxClassifier
from adapters.classifiers.pickle_classifier import PickleClassifier
from swagdigit import ClassifierUnavailable, DigitImage
from tests.training.test_network import stripes
from training import ROOT
from training.export import export
from training.layers import dense
from training.onnx_export import to_onnx
from training.pipeline import as_pipeline

INK, LABELS = stripes(600)
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fitted(*, activation="relu", classes=range(11)):
    """Return a pipeline of the notebook's steps that scikit-learn fitted to some of the classes."""
    chosen = np.isin(LABELS, classes)
    # A tolerance that ten epochs meet: how well it reads does not matter.
    network = MLPClassifier((16,), activation=activation, tol=10, random_state=0)
    return make_pipeline(GradientDirections(), network).fit(INK[chosen], LABELS[chosen])


@pytest.mark.parametrize("classes", [range(10), range(11)], ids=["digits", "digits and none"])
def test_what_scikit_learn_fitted_is_served(tmp_path, classes):
    """Without the random state and the optimiser, which the service refuses; by both classifiers."""
    pipeline, artifact = fitted(classes=classes), tmp_path / "new" / "mine.pkl"
    manifest = export(pipeline, artifact)
    expected = pipeline.predict_proba(INK[:1])[0, :10]

    assert manifest.classes == list(classes)
    for classifier in PickleClassifier(artifact), OnnxClassifier(artifact):
        [prediction] = classifier.classify([DigitImage(INK[0].tobytes())])
        assert prediction.probabilities == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    "other",
    [
        lambda: RandomForestClassifier(3).fit(INK, LABELS),
        lambda: make_pipeline(GradientDirections(), RandomForestClassifier(3)).fit(INK, LABELS),
        lambda: Pipeline([("scale", MaxAbsScaler()), *fitted().steps]),
        lambda: fitted(activation="tanh"),
        lambda: fitted(classes=range(1, 11)),
        lambda: fitted(classes=[0, 1]),
        lambda: make_pipeline(GradientDirections(), MLPClassifier()),
        lambda: as_pipeline(dense(784, [16])),
    ],
    ids=[
        "forest",
        "forest on features",
        "scaled",
        "tanh",
        "without 0",
        "0 and 1",
        "not fitted",
        "of pixels",
    ],
)
@pytest.mark.parametrize(
    "write", [to_onnx, lambda model: export(model, None)], ids=["onnx", "all"]
)
def test_what_would_be_calculated_otherwise_is_refused(other, write):
    """ONNX and the service know one kind of network: another is told where to read what else can be done."""
    with pytest.raises(TypeError, match=r"(?s)only a fitted Pipeline.*docs/model-card\.md"):
        write(other())


@pytest.mark.parametrize(
    "pipeline",
    [
        lambda: fitted(classes=range(9)),
        lambda: as_pipeline([(w * np.nan, b) for w, b in dense(FEATURES, [16])]),
    ],
    ids=["nine digits", "not a number"],
)
def test_what_the_service_would_refuse_is_not_written(tmp_path, pipeline):
    """The export opens what it has made before it replaces what is there."""
    with pytest.raises(ClassifierUnavailable):
        export(pipeline(), tmp_path / "mine.pkl")

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["digits-0.3", "mine.onnx", "mine"])
def test_a_name_without_its_suffix_is_told(tmp_path, name):
    """The two other files have the same name, which is all before the suffix."""
    with pytest.raises(ValueError, match=r"has to end in \.pkl: .*" + name):
        export(fitted(), tmp_path / name)

    assert not list(tmp_path.iterdir())


def test_where_one_file_can_not_be_replaced_none_is(tmp_path):
    """The old model is still served."""
    artifact = tmp_path / "mine.pkl"
    before = export(fitted(), artifact)
    artifact.with_suffix(".onnx").unlink()
    artifact.with_suffix(".onnx").mkdir()

    with pytest.raises(IsADirectoryError):
        export(fitted(classes=range(10)), artifact)

    PickleClassifier(artifact).check()
    assert Manifest.beside(artifact) == before
    assert {file.name for file in tmp_path.iterdir()} == {"mine.pkl", "mine.onnx", "mine.json"}


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize("old", [True, False], ids=["old", "none"])
def test_where_the_last_step_fails_all_is_as_before(tmp_path, monkeypatch, number, old):
    """A file that the system lets nobody rename, as one that is mounted, leaves no mixture of models."""
    artifact = tmp_path / "mine.pkl"
    if old:
        export(fitted(), artifact)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    fixed, replace = [".pkl", ".onnx", ".json"][number], Path.replace

    def refuse(path, target):
        if path.name == "new" and target.suffix == fixed:
            raise OSError("Device or resource busy")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="busy"):
        export(fitted(classes=range(10)), artifact)

    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_an_export_follows_links(tmp_path):
    """Where the model lies on another disk, it is replaced there."""
    (tmp_path / "disk").mkdir()
    artifact = tmp_path / "mine.pkl"
    for suffix in (".pkl", ".onnx", ".json"):
        artifact.with_suffix(suffix).symlink_to(tmp_path / "disk" / f"1{suffix}")
    export(fitted(), artifact)

    PickleClassifier(tmp_path / "disk" / "1.pkl").check()


@pytest.fixture
def recipes(tmp_path, monkeypatch):
    """The model card's recipes for another model, in a folder of one's own."""
    monkeypatch.chdir(tmp_path)
    return BLOCK.findall((ROOT / "docs" / "model-card.md").read_text("utf-8"))


def test_the_model_cards_network_is_served(recipes):
    """The lines that fit and export one run as they stand."""
    exec(recipes[0], {"ink": INK, "labels": LABELS})

    PickleClassifier(Path("mine.pkl")).check()


def test_the_model_cards_forest_answers(recipes, monkeypatch):
    """A service with a classifier of its own reads an image."""
    digits = LABELS < 10
    forest = RandomForestClassifier(3).fit(INK[digits], LABELS[digits])
    Path("forest.pkl").write_bytes(pickle.dumps(forest))
    monkeypatch.setenv("SWAGDIGIT_THRESHOLD", "0")
    served = {"__name__": "forest"}
    exec(recipes[1], served)
    image = (ROOT / "docs" / "images" / "seven.png").read_bytes()
    asked = (
        served["app"]
        .test_client()
        .post("/api/predict?live=1", data=image, content_type="image/png")
    )

    assert asked.get_json()["model"] == "forest-1"
