"""The manifests in deploy/kubernetes/: what is applied is valid, and all of it is applied."""

import re
from copy import deepcopy

import jsonschema
import kubernetes_validate
import pytest
import yaml

from tests.project import custom_resources
from tests.project.conftest import CHECKOUT
from tests.project.manifests import KUBERNETES

PAGE = CHECKOUT / "docs" / "kubernetes.md"
OLDEST = re.search(r"Kubernetes (\d\.\d+) or later", PAGE.read_text())[1]
FILES = sorted(KUBERNETES.glob("**/kustomization.yaml"))
PARTS = ("resources", "components", "patches")


@pytest.mark.parametrize("version", [OLDEST, kubernetes_validate.latest_version()])
def test_every_manifest_is_valid(overlay, version):
    """Each version of Kubernetes takes them, the oldest that is promised and the newest."""
    assert len(overlay.manifests) >= 7
    for manifest in overlay.manifests:
        custom_resources.validate(manifest, version)


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("Deployment", ["spec", "template", "spec", "containers", 0, "livenesProbe"], {}),
        ("Deployment", ["spec", "template", "spec", "terminationGracePeriodSeconds"], "45s"),
        ("HorizontalPodAutoscaler", ["spec", "maxReplicas"], None),
        ("PodDisruptionBudget", ["spec", "maxUnavailabel"], 1),
        ("ServiceMonitor", ["spec", "endpoint"], []),
        ("ServiceMonitor", ["spec", "endpoints", 0, "targetPort"], "http"),
        ("ServiceMonitor", ["spec", "endpoints", 0, "interval"], 30),
        ("InferenceService", ["spec", "predictor", "minReplica"], 2),
        ("InferenceService", ["spec", "predictor", "scaleMetric"], "digits"),
        ("InferenceService", ["spec", "predictor", "containers", 0, "ports", 0, "port"], 5000),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_mistake_is_noticed(whole, kind, path, value):
    """A field that Kubernetes or an operator does not know, or not like that, is refused."""
    manifest = deepcopy(whole.one(kind))
    *way, last = path
    part = manifest
    for step in way:
        part = part[step]
    part[last] = value

    with pytest.raises(jsonschema.ValidationError):
        custom_resources.validate(manifest, OLDEST)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_file_has_its_place(file):
    """Kustomize is told of all files that stand beside its own, and of nothing that is not there."""
    told = named_in(yaml.safe_load(file.read_text()))
    beside = {path.name for path in file.parent.glob("*.yaml")} - {file.name}

    assert {name for name in told if "/" not in name} == beside
    assert [name for name in told if not (file.parent / name).exists()] == []


def named_in(kustomization):
    """Return the files and folders that a kustomization is made of."""
    named = [item for part in PARTS for item in kustomization.get(part, [])]
    return [item["path"] if isinstance(item, dict) else item for item in named]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_every_patch_changes_something(file, whole):
    """What a patch is meant for exists: kustomize would leave out one with a target in silence."""
    kustomization = yaml.safe_load(file.read_text())
    for patch in kustomization.get("patches", []):
        target = patch.get("target") or target_of(file.parent / patch["path"])
        names = [item["metadata"]["name"] for item in whole.all(target["kind"])]

        assert target["name"] in names


def target_of(file):
    """Return the kind and the name that a strategic merge patch gives itself."""
    patch = yaml.safe_load(file.read_text())
    return {"kind": patch["kind"], "name": patch["metadata"]["name"]}
