"""What kustomize makes of deploy/kubernetes/, and where to find what in it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.project.custom_resources import Manifest, pod_of

KUBERNETES = Path(__file__).parents[2] / "deploy" / "kubernetes"
OVERLAYS = ("laptop", "cluster")
WITH_KSERVE = "cluster with kserve"
UNITS = {"": 1, "Mi": 2**20, "Gi": 2**30}
PROBES = ("startupProbe", "readinessProbe", "livenessProbe")


@dataclass(frozen=True, slots=True)
class Pod:
    """
    A pod that a manifest asks for.

    Attributes:
        labels: those that it is found by.
        spec: its specification.
    """

    labels: dict[str, str]
    spec: dict[str, Any]

    @property
    def container(self) -> dict[str, Any]:
        """Its one container."""
        [container] = self.spec["containers"]
        return container

    @property
    def probes(self) -> list[str]:
        """The paths that it is asked for: when it starts, when it is ready, while it lives."""
        return [self.container[name]["httpGet"]["path"] for name in PROBES]


@dataclass(frozen=True, slots=True)
class Build:
    """All manifests of an overlay."""

    manifests: list[Manifest]

    def all(self, kind: str) -> list[Manifest]:
        """Return the manifests of a kind."""
        return [manifest for manifest in self.manifests if manifest["kind"] == kind]

    def one(self, kind: str) -> Manifest:
        """Return the only manifest of a kind."""
        [manifest] = self.all(kind)
        return manifest

    @property
    def pods(self) -> Iterator[Pod]:
        """The pods of the service, and of KServe's predictor."""
        templates = [item["spec"]["template"] for item in self.all("Deployment")]
        for pod in [*templates, *map(pod_of, self.all("InferenceService"))]:
            yield Pod(pod["metadata"]["labels"], pod["spec"])

    def environment(self, pod: Pod) -> dict[str, str]:
        """Return the variables of a pod's container, but for those of a Secret."""
        maps = {item["metadata"]["name"]: item["data"] for item in self.all("ConfigMap")}
        named = [
            maps[source["configMapRef"]["name"]] for source in pod.container.get("envFrom", [])
        ]
        given = {item["name"]: item["value"] for item in pod.container["env"] if "value" in item}
        return {name: value for some in [*named, given] for name, value in some.items()}


def secrets_of(pod: Pod) -> dict[str, dict[str, Any]]:
    """Return what is read from a Secret, by the name of its variable."""
    return {
        item["name"]: item["valueFrom"]["secretKeyRef"]
        for item in pod.container["env"]
        if "valueFrom" in item
    }


def bytes_of(quantity: str) -> int:
    """
    Return what Kubernetes understands by a quantity of memory.

    Raises:
        ValueError: it is none that the manifests use.
    """
    found = re.fullmatch(r"(\d+)(|Mi|Gi)", quantity)
    if not found:
        raise ValueError(f"no quantity of memory: {quantity}")
    return int(found[1]) * UNITS[found[2]]


def build(name: str, folder: Path) -> Build:
    """Build an overlay; that with KServe in a copy, as its documentation says."""
    if name == WITH_KSERVE:
        shutil.copytree(KUBERNETES, folder, dirs_exist_ok=True)
        overlay = folder / "overlays" / "cluster"
        with (overlay / "kustomization.yaml").open("a") as file:
            file.write("components:\n  - ../../kserve\n")
    else:
        overlay = KUBERNETES / "overlays" / name
    return Build([*yaml.safe_load_all(kustomize(overlay))])


def kustomize(overlay: Path) -> str:
    """
    Return what `kubectl apply --kustomize` would apply.

    Raises:
        subprocess.CalledProcessError: a file is missing, or a patch has nothing to change.
    """
    program = Path(sys.executable).with_name("kubectl")
    command = [program, "kustomize", overlay]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
