"""The export of a trained pipeline to the artifact that the service opens."""

import hashlib
import pickle
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from shutil import copy2
from tempfile import TemporaryDirectory

from sklearn.pipeline import Pipeline

from adapters.classifiers.manifest import Manifest, installed_libraries
from adapters.classifiers.pickle_classifier import PickleClassifier
from training.onnx_export import to_onnx
from training.pipeline import as_pipeline, layers_of
from training.scores import Scores
from web.observability.drift_features import Shares


def export(pipeline: Pipeline, artifact: Path) -> Manifest:
    """
    Write the pickle, the same as ONNX, and their manifest without scores; return the manifest.

    Nothing is written that the service would not open, and all three or none.

    Raises:
        TypeError: the pipeline is not of features and a network of rectified units.
        ClassifierUnavailable: its network does not tell the digits apart, or gives no probabilities.
        ValueError: the artifact's name does not end in `.pkl`.
    """
    stripped = as_pipeline(layers_of(pipeline))
    if artifact.suffix != ".pkl":
        raise ValueError(f"the name of the artifact has to end in .pkl: {artifact}")
    files = {".pkl": pickle.dumps(stripped, protocol=5), ".onnx": to_onnx(stripped)}
    digests = {suffix: hashlib.sha256(content).hexdigest() for suffix, content in files.items()}
    now = datetime.now(UTC)
    manifest = Manifest(
        version=f"digits-{now:%Y%m%d}-{digests['.pkl'][:8]}",
        sha256=digests,
        trained_at=now,
        libraries=installed_libraries(),
        classes=stripped.classes_.tolist(),
        scores={},
    )
    with TemporaryDirectory() as folder:
        trial = Path(folder) / artifact.name
        _write_all(files, manifest, trial)
        PickleClassifier(trial).check()
    artifact.parent.mkdir(parents=True, exist_ok=True)
    _write_all(files, manifest, artifact)
    return manifest


def add_scores(artifact: Path, scores: Mapping[str, Scores]) -> Manifest:
    """Write the scores of each suite into the artifact's manifest, and return it."""
    return _updated(artifact, scores=_rounded(scores))


def add_sample_scores(artifact: Path, scores: Mapping[str, Scores]) -> Manifest:
    """Write the scores of a sample of each suite into the artifact's manifest, and return it."""
    return _updated(artifact, sample_scores=_rounded(scores))


def add_reference(artifact: Path, reference: Shares) -> Manifest:
    """Write the reference of the drift metric into the artifact's manifest, and return it."""
    rounded = {
        feature: {name: round(share, 5) for name, share in bins.items()}
        for feature, bins in reference.items()
    }
    return _updated(artifact, reference=rounded)


def _rounded(scores: Mapping[str, Scores]) -> dict[str, dict[str, float]]:
    return {
        name: {measure: round(value, 4) for measure, value in row._asdict().items()}
        for name, row in scores.items()
    }


def _write_all(files: Mapping[str, bytes], manifest: Manifest, artifact: Path) -> None:
    # The manifest goes last: it is what says that the others belong together.
    contents = {**files, ".json": _as_json(manifest)}
    _replace_all({artifact.with_suffix(suffix): content for suffix, content in contents.items()})


def _updated(artifact: Path, **changed: dict[str, dict[str, float]]) -> Manifest:
    """Write the artifact's manifest again with other tables of figures, and return it."""
    manifest = Manifest.beside(artifact).model_copy(update=changed)
    _replace_all({artifact.with_suffix(".json"): _as_json(manifest)})
    return manifest


def _as_json(manifest: Manifest) -> bytes:
    return manifest.model_dump_json(indent=2).encode() + b"\n"


def _replace_all(contents: Mapping[Path, bytes]) -> None:
    """Write files, each beside its place at first; if one can not be, all are as they were."""
    with ExitStack() as beside, ExitStack() as undo:
        staged = {
            file: beside.enter_context(_staged(file.resolve(), content))
            for file, content in contents.items()
        }
        for file, folder in staged.items():
            (folder / "new").replace(file.resolve())
            undo.callback(_put_back, folder / "old", file.resolve())
        undo.pop_all()


@contextmanager
def _staged(file: Path, content: bytes) -> Iterator[Path]:
    """Give a folder beside a file, with what is to be in the file and what is in it, if it is there."""
    with TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as name:
        folder = Path(name)
        (folder / "new").write_bytes(content)
        if file.exists():
            copy2(file, folder / "old")
        yield folder


def _put_back(old: Path, file: Path) -> None:
    if old.exists():
        old.replace(file)
    else:
        file.unlink()
