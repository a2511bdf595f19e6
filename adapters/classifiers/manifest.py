"""Manifest: what must be true of an artifact before it is opened."""

import hashlib
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from swagdigit import ClassifierUnavailable

LIBRARIES = ("numpy", "scikit-learn")
"""What the pickle depends on; another version of these may read it wrongly."""

DIGITS = list(range(10))
"""The first classes of a model that tells digits apart; others may follow, of what is none."""


class Manifest(BaseModel):
    """
    The JSON file beside an artifact, which is a model as a `.pkl` and as an `.onnx`.

    Attributes:
        version: names the model; answers carry it.
        sha256: of each of its files by suffix, as `.pkl`; hexadecimal.
        trained_at: when the model was exported, UTC.
        libraries: name and version of each of LIBRARIES at training.
        classes: what the model's outputs stand for, in order.
        scores: what `make evaluate` found, by suite and measure.
        sample_scores: what it found of the few cases of each suite that a test repeats.
        reference: what `make reference` found: by feature, the share of the images that the model
            was judged by in each bin; empty if it was not run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    sha256: dict[str, str]
    trained_at: datetime
    libraries: dict[str, str]
    classes: list[int]
    scores: dict[str, dict[str, float]]
    sample_scores: dict[str, dict[str, float]] = {}
    reference: dict[str, dict[str, float]] = {}

    @classmethod
    def beside(cls, artifact: Path) -> Self:
        """
        Read the manifest of an artifact.

        Raises:
            ClassifierUnavailable: there is none, or it is not a manifest.
        """
        path = artifact.with_suffix(".json")
        try:
            return cls.model_validate_json(path.read_bytes())
        except OSError as error:
            raise ClassifierUnavailable(f"no manifest: {error}") from error
        except ValidationError as error:
            raise ClassifierUnavailable(f"{path} is not a manifest: {error}") from error

    def verified(self, file: Path) -> bytes:
        """
        Return the content of a file of the artifact, if it is the one described.

        Raises:
            ClassifierUnavailable: it is missing, or its bytes are others.
        """
        try:
            content = file.read_bytes()
        except OSError as error:
            raise ClassifierUnavailable(f"no artifact: {error}") from error
        if hashlib.sha256(content).hexdigest() != self.sha256.get(file.suffix):
            raise ClassifierUnavailable("the artifact is not the one of its manifest (SHA-256)")
        return content

    def verify_digits(self) -> None:
        """
        Make sure that the artifact tells digits apart.

        Raises:
            ClassifierUnavailable: it is for something else.
        """
        if self.classes[: len(DIGITS)] != DIGITS:
            raise ClassifierUnavailable(f"the artifact tells {self.classes} apart, not digits")

    def verify_libraries(self) -> None:
        """
        Make sure that a pickle may be opened here.

        Raises:
            ClassifierUnavailable: the installed libraries are not those that wrote it.
        """
        installed = installed_libraries()
        if installed != self.libraries:
            raise ClassifierUnavailable(
                f"the artifact needs {self.libraries}, but installed are {installed}"
            )


def reference_beside(artifact: Path, model: str | None) -> dict[str, dict[str, float]]:
    """Return the reference in the manifest of an artifact; nothing if it is not of this model."""
    try:
        manifest = Manifest.beside(artifact)
    except ClassifierUnavailable:
        return {}
    return manifest.reference if manifest.version == model else {}


def installed_libraries() -> dict[str, str]:
    """Return the present version of each library that the pickle depends on."""
    return {name: version(name) for name in LIBRARIES}
