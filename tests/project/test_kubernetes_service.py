"""The manifests in deploy/kubernetes/ say of the service what it is: its image, user and settings."""

import re
import shlex

import pytest
from dockerfile_parse import DockerfileParser
from gunicorn.config import Config
from obstore.store import S3Store

from tests.fakes.archive import InMemoryArchive
from tests.fakes.classifier import FixedClassifier
from tests.project.conftest import CHECKOUT
from tests.project.manifests import secrets_of
from web.app import create_app
from web.container import Container
from web.settings import PREFIX, Settings


@pytest.fixture(scope="module")
def image():
    """The instructions of the Dockerfile's last stage: each name's last value."""
    with (CHECKOUT / "deploy" / "Dockerfile").open("rb") as file:
        steps = DockerfileParser(fileobj=file).structure
    return {step["instruction"]: step["value"] for step in steps}


@pytest.fixture(scope="module")
def client():
    """Asks the application, whose classifier and archive are in order."""
    container = Container(classifier=FixedClassifier(), archive=InMemoryArchive())
    return create_app(container).test_client()


def settings_of(overlay, pod):
    """Return the variables of a pod that are settings of the service."""
    variables = overlay.environment(pod).items()
    return {name: value for name, value in variables if name.startswith(PREFIX)}


def test_the_image_is_this_version(overlay):
    """The tag is the version, and never one that means another image tomorrow."""
    version = re.search(
        r'^version = "(.+)"$', (CHECKOUT / "pyproject.toml").read_text(), re.MULTILINE
    )[1]

    assert {pod.container["image"].rpartition(":")[2] for pod in overlay.pods} == {version}


def test_the_pods_may_do_nothing(overlay, image):
    """They are the image's user, write only where a volume is, and have no token and no rights."""
    uid = int(image["USER"])
    for pod in overlay.pods:
        of_all, of_one = pod.spec["securityContext"], pod.container["securityContext"]

        assert (of_all["runAsNonRoot"], of_all["runAsUser"], of_all["runAsGroup"]) == (
            True,
            uid,
            uid,
        )
        assert of_all["seccompProfile"] == {"type": "RuntimeDefault"}
        assert of_one["readOnlyRootFilesystem"]
        assert not of_one["allowPrivilegeEscalation"]
        assert of_one["capabilities"] == {"drop": ["ALL"]}
        assert not pod.spec["automountServiceAccountToken"]
        assert not pod.spec["enableServiceLinks"]
        assert "/tmp" in {mount["mountPath"] for mount in pod.container["volumeMounts"]}
    assert not overlay.one("ServiceAccount")["automountServiceAccountToken"]


def test_the_port_is_the_images(overlay, image):
    """The container listens where the manifests say."""
    for pod in overlay.pods:
        assert [port["containerPort"] for port in pod.container["ports"]] == [int(image["EXPOSE"])]


def test_every_variable_is_a_setting(overlay, monkeypatch):
    """The service starts with them: it knows each, and takes its value."""
    for pod in overlay.pods:
        given = settings_of(overlay, pod)
        secret = [name for name in secrets_of(pod) if name.startswith(PREFIX)]
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        names = {name.removeprefix(PREFIX).lower() for name in [*given, *secret]}

        assert names <= Settings.model_fields.keys()
        assert names - {"token"} <= Settings.from_environment().model_fields_set
        for name in given:
            monkeypatch.delenv(name)


def test_every_other_variable_is_known_to_whom_it_is_for(overlay):
    """Gunicorn takes its arguments, and the store its keys."""
    for pod in overlay.pods:
        variables = overlay.environment(pod)
        others = {name for name in [*variables, *secrets_of(pod)] if not name.startswith(PREFIX)}
        aws = {name for name in others if name.startswith("AWS_")}

        assert others - aws == {"WEB_CONCURRENCY", "GUNICORN_CMD_ARGS"}
        assert int(variables["WEB_CONCURRENCY"]) > 1
        words = shlex.split(variables["GUNICORN_CMD_ARGS"])
        assert Config().parser().parse_args(words).worker_tmp_dir == "/dev/shm"
        S3Store("bucket", config=dict.fromkeys(aws, "value"))


def test_the_images_are_kept(overlay, image):
    """On the laptop's volume, or in a bucket that the pods have the keys of."""
    pod = next(overlay.pods)
    archive = settings_of(overlay, pod)["SWAGDIGIT_ARCHIVE"]
    mounts = {mount["mountPath"]: mount["name"] for mount in pod.container["volumeMounts"]}
    if archive.startswith("s3://"):
        assert mounts == {"/tmp": "tmp"}
        assert {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"} <= secrets_of(pod).keys()
    else:
        assert archive == image["VOLUME"]
        assert mounts[archive] == "archive"
        assert overlay.one("Deployment")["spec"]["replicas"] == 1
        assert overlay.one("Deployment")["spec"]["strategy"] == {"type": "Recreate"}


def test_what_is_asked_for_is_there(overlay, client):
    """Probes and Prometheus get an answer, from a service that is in order."""
    paths = [path for pod in overlay.pods for path in pod.probes]
    monitors = overlay.all("ServiceMonitor")
    paths += [endpoint["path"] for item in monitors for endpoint in item["spec"]["endpoints"]]

    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
