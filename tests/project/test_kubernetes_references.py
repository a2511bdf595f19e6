"""What the manifests in deploy/kubernetes/, and their documentation, call by name is there."""

import re

from tests.project.conftest import CHECKOUT
from tests.project.manifests import KUBERNETES, PROBES, secrets_of

CLUSTER = KUBERNETES / "overlays" / "cluster"


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


def test_no_pod_waits_for_a_secret(overlay):
    """A role takes the place of keys, and without a token the kept images are closed."""
    sources = [source for pod in overlay.pods for source in secrets_of(pod).values()]

    assert [source["key"] for source in sources if not source.get("optional")] == []


def test_a_role_can_be_asked_for(whole):
    """At the agent of EKS Pod Identity alone, of all addresses that a node has for itself."""
    [policy] = [
        item for item in whole.all("NetworkPolicy") if item["metadata"]["name"] == "swagdigit"
    ]
    blocks = [
        (to["ipBlock"], rule["ports"])
        for rule in policy["spec"]["egress"]
        for to in rule["to"]
        if "ipBlock" in to
    ]

    assert blocks == [
        ({"cidr": "0.0.0.0/0", "except": ["169.254.0.0/16"]}, [{"port": 443}]),
        ({"cidr": "169.254.170.23/32"}, [{"port": 80}]),
    ]


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
    text = (CHECKOUT / "docs" / "kubernetes.md").read_text()
    keys = {key for pod in whole.pods for key in secrets_of(pod)}
    [secret] = {source["name"] for pod in whole.pods for source in secrets_of(pod).values()}

    assert all((CHECKOUT / folder).is_dir() for folder in re.findall(r"--kustomize (\S+)", text))
    assert set(re.findall(r"--namespace (\S+)", text)) == {
        whole.one("Namespace")["metadata"]["name"]
    }
    assert set(re.findall(r"--from-literal=(\w+)", text)) == keys
    assert f"create secret generic {secret} " in text
    assert set(re.findall(r"`(\w+\.yaml)` \|", text)) <= {file.name for file in CLUSTER.iterdir()}
