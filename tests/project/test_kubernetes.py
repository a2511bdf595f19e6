"""The manifests in deploy/kubernetes/: what is applied is valid, and is of this service."""

import re
from copy import deepcopy

import jsonschema
import kubernetes_validate
import pytest
import yaml

from tests.project import custom_resources
from tests.project.conftest import CHECKOUT
from tests.project.manifests import KUBERNETES, PROBES, secrets_of

PAGE = CHECKOUT / "docs" / "kubernetes.md"
OLDEST = re.search(r"Kubernetes (\d\.\d+) or later", PAGE.read_text())[1]
CLUSTER = KUBERNETES / "overlays" / "cluster"
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


def test_all_is_in_one_namespace(overlay):
    """In the one that is made, where a policy refuses pods with rights that they do not need."""
    namespace = overlay.one("Namespace")
    labels = namespace["metadata"]["labels"]
    others = [item["metadata"] for item in overlay.manifests if item is not namespace]

    assert {item["namespace"] for item in others} == {namespace["metadata"]["name"]}
    assert labels["pod-security.kubernetes.io/enforce"] == "restricted"


def test_what_selects_pods_finds_them(overlay):
    """Each policy, service and budget is about pods that are there, and each pod has a policy."""
    policies = [
        item["spec"]["podSelector"]["matchLabels"] for item in overlay.all("NetworkPolicy")
    ]
    kinds = ("PodDisruptionBudget", "Deployment")
    selectors = [
        item["spec"]["selector"]["matchLabels"] for kind in kinds for item in overlay.all(kind)
    ]
    services = [item["spec"]["selector"] for item in overlay.all("Service")]
    labels = [pod.labels for pod in overlay.pods]

    for selector in [*policies, *selectors, *services]:
        assert any(selector.items() <= each.items() for each in labels), selector
    for each in labels:
        assert any(policy.items() <= each.items() for policy in policies), each


def test_what_pods_refer_to_is_there(overlay):
    """Account, volumes, their claims and ports: nothing that a pod would wait for in vain."""
    claims = {item["metadata"]["name"] for item in overlay.all("PersistentVolumeClaim")}
    account = overlay.one("ServiceAccount")
    for pod in overlay.pods:
        volumes = {volume["name"]: volume for volume in pod.spec["volumes"]}
        claimed = [v["persistentVolumeClaim"] for v in volumes.values() if "emptyDir" not in v]

        assert pod.spec["serviceAccountName"] == account["metadata"]["name"]
        assert {mount["name"] for mount in pod.container["volumeMounts"]} == volumes.keys()
        assert {claim["claimName"] for claim in claimed} <= claims


def test_ports_are_called_by_a_name_that_they_have(overlay):
    """By the service, all policies, Prometheus and the probes."""
    called = [port["targetPort"] for port in overlay.one("Service")["spec"]["ports"]]
    policies = [rule for item in overlay.all("NetworkPolicy") for rule in item["spec"]["ingress"]]
    called += [port["port"] for rule in policies for port in rule["ports"]]
    for pod in overlay.pods:
        [port] = pod.container["ports"]
        probed = {pod.container[name]["httpGet"]["port"] for name in PROBES}

        assert {*called, *probed} == {port["name"]}


def test_prometheus_finds_the_service(whole):
    """By a label and the port that the service has."""
    monitor, service = whole.one("ServiceMonitor")["spec"], whole.one("Service")
    labels = monitor["selector"]["matchLabels"]
    [endpoint] = monitor["endpoints"]

    assert labels.items() <= service["metadata"]["labels"].items()
    assert endpoint["port"] in [port["name"] for port in service["spec"]["ports"]]


def test_the_autoscaler_has_the_last_word(whole):
    """It scales the deployment, which does not say a number of its own, and never to one pod."""
    autoscaler, deployment = whole.one("HorizontalPodAutoscaler")["spec"], whole.one("Deployment")

    assert autoscaler["scaleTargetRef"]["name"] == deployment["metadata"]["name"]
    assert "replicas" not in deployment["spec"]
    assert autoscaler["minReplicas"] > whole.one("PodDisruptionBudget")["spec"]["maxUnavailable"]


def test_the_documentation_names_what_is_there(whole):
    """Its commands apply folders that exist, in the namespace, and its Secret is the one read."""
    text = PAGE.read_text()
    keys = {key for pod in whole.pods for key in secrets_of(pod)}
    [secret] = {source["name"] for pod in whole.pods for source in secrets_of(pod).values()}

    assert all((CHECKOUT / folder).is_dir() for folder in re.findall(r"--kustomize (\S+)", text))
    assert set(re.findall(r"--namespace (\S+)", text)) == {
        whole.one("Namespace")["metadata"]["name"]
    }
    assert set(re.findall(r"--from-literal=(\w+)", text)) == keys
    assert f"create secret generic {secret} " in text
    assert set(re.findall(r"`(\w+\.yaml)` \|", text)) <= {file.name for file in CLUSTER.iterdir()}
