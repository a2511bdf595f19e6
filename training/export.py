"""From a trained pipeline to the artifact that the service opens."""

import hashlib
import pickle
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import Pipeline

from adapters.classifiers.features import GradientDirections
from adapters.classifiers.manifest import Manifest, installed_libraries
from training.evaluation import Scores

_LEARNT = (
    "_label_binarizer",
    "classes_",
    "coefs_",
    "intercepts_",
    "n_features_in_",
    "n_layers_",
    "n_outputs_",
    "out_activation_",
)


def export(pipeline: Pipeline, artifact: Path) -> Manifest:
    """Write the pickle and its manifest, still without scores, and return the manifest."""
    content = pickle.dumps(_lean(pipeline), protocol=5)
    digest = hashlib.sha256(content).hexdigest()
    now = datetime.now(UTC)
    manifest = Manifest(
        version=f"digits-{now:%Y%m%d}-{digest[:8]}",
        sha256=digest,
        trained_at=now,
        libraries=installed_libraries(),
        classes=pipeline.classes_.tolist(),
        scores={},
    )
    artifact.parent.mkdir(parents=True, exist_ok=True)
    artifact.write_bytes(content)
    _write(manifest, artifact)
    return manifest


def add_scores(artifact: Path, scores: Mapping[str, Scores]) -> Manifest:
    """Write what the evaluation found into the artifact's manifest, and return it."""
    found = {
        name: {measure: round(value, 4) for measure, value in row._asdict().items()}
        for name, row in scores.items()
    }
    manifest = Manifest.beside(artifact).model_copy(update={"scores": found})
    _write(manifest, artifact)
    return manifest


def _lean(pipeline: Pipeline) -> Pipeline:
    """Return the pipeline without what only training needs: half of the file, and a random state."""
    trained = pipeline.named_steps["network"]
    network = MLPClassifier(trained.hidden_layer_sizes)
    for name in _LEARNT:
        setattr(network, name, getattr(trained, name))
    return Pipeline([("directions", GradientDirections()), ("network", network)])


def _write(manifest: Manifest, artifact: Path) -> None:
    artifact.with_suffix(".json").write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")
