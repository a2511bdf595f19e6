"""The checkout as a whole: what it is installed, packed and shown with."""

import shlex
import subprocess
from pathlib import Path

import pytest
from dockerfile_parse import DockerfileParser

from tests.project.elsewhere import environment_without_checkout
from tests.project.manifests import OVERLAYS, WITH_KSERVE, build

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The checkout's folder."""
    return CHECKOUT


@pytest.fixture(scope="session")
def poetry():
    """Runs the Poetry that the Makefile installs."""
    python = CHECKOUT / ".tools" / "poetry" / "bin" / "python"
    if not python.exists():
        pytest.skip("needs the Makefile's Poetry: make requirements")

    def poetry(*arguments: object) -> None:
        command = [python, "deploy/run_poetry.py", *map(str, arguments)]
        subprocess.run(command, cwd=CHECKOUT, check=True, capture_output=True)

    return poetry


@pytest.fixture
def programs(tmp_path) -> Path:
    """The programs of an environment that knows nothing of the checkout."""
    return environment_without_checkout(tmp_path / "venv")


@pytest.fixture(scope="session", params=[*OVERLAYS, WITH_KSERVE])
def overlay(request, tmp_path_factory):
    """All that an overlay of deploy/kubernetes/ applies."""
    return build(request.param, tmp_path_factory.mktemp("kubernetes"))


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """All that the cluster's applies, with KServe: nothing is missing there but the volume."""
    return build(WITH_KSERVE, tmp_path_factory.mktemp("kubernetes"))


@pytest.fixture(scope="session")
def image_variables() -> dict[str, str]:
    """The variables that the image sets, but for the place of its programs."""
    with (CHECKOUT / "deploy" / "Dockerfile").open("rb") as file:
        steps = DockerfileParser(fileobj=file).structure
    values = [shlex.split(step["value"]) for step in steps if step["instruction"] == "ENV"]
    pairs = (word.split("=", 1) for words in values for word in words)
    return {name: value for name, value in pairs if name != "PATH"}
