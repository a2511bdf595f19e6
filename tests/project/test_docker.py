"""The container, as far as can be told without an engine: what it would hold, and run."""

import base64
import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from dockerfile_parse import DockerfileParser

from tests.load.drawings import own_digits, sheets
from tests.programs import wait_until
from tests.project.elsewhere import serving


@pytest.fixture(scope="module")
def stage(checkout):
    """The instructions of the image's last stage, as pairs (name, value)."""
    with (checkout / "deploy" / "Dockerfile").open("rb") as file:
        structure = DockerfileParser(fileobj=file).structure
    steps = [(step["instruction"], step["value"]) for step in structure]
    last = max(place for place, (name, _) in enumerate(steps) if name == "FROM")
    return steps[last:]


@pytest.fixture
def app(stage, checkout, tmp_path):
    """A folder with all that the last stage copies from the checkout."""
    folder = tmp_path / "app"
    for source, target in copied(stage):
        (folder / target).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (checkout / source).is_dir() else shutil.copy
        copy(checkout / source, folder / target)
    return folder


def copied(stage):
    """Return source and target of each COPY from the checkout."""
    pairs = [shlex.split(value) for name, value in stage if name == "COPY"]
    return [pair for pair in pairs if not pair[0].startswith("--from")]


def only(stage, instruction):
    """Return the value of the one instruction of this name."""
    [value] = [value for name, value in stage if name == instruction]
    return value


def test_the_command_serves_what_the_image_holds(stage, app, programs):
    """With no file but the copied ones, the CMD serves, keeps images, and is seen as healthy."""
    [five] = sheets([own_digits()["5"]], count=1)
    command = json.loads(only(stage, "CMD"))
    check = json.loads(only(stage, "HEALTHCHECK").partition("CMD")[2])

    with serving(command, app, programs=programs) as service:
        port = service.url.rstrip("/").rpartition(":")[2]
        healthy = healthcheck(check, programs, port)
        answer = requests.post(service.url + "api/predict", json={"image": five}, timeout=5)

    assert answer.json()["prediction"] == 5
    assert [*(app / "saved_images").glob("*.png")]
    assert healthy == 0
    assert healthcheck(check, programs, port) != 0


def healthcheck(check, programs, port):
    """Return the exit code of the image's health check."""
    ended = subprocess.run(
        [programs / check[0], *check[1:]],
        env={"PORT": port},
        check=False,
        capture_output=True,
    )
    return ended.returncode


@pytest.mark.slow
def test_the_image_reads_many_images_as_a_worker_of_dask(app, programs, started):
    """`python -m dask worker` in the image's folder finds all that it needs to read a part."""
    [seven] = sheets([own_digits()["7"]], count=1)
    (app / "seven.png").write_bytes(base64.b64decode(seven.partition(",")[2]))
    file = app / "scheduler.json"
    python = programs / "python"
    options = ["--scheduler-file", file, "--no-dashboard"]
    place = {"cwd": app, "env": {}, "stderr": subprocess.DEVNULL}

    started(
        python, "-m", "dask", "scheduler", "--host", "127.0.0.1", "--port", "0", *options, **place
    )
    wait_until(file.exists)
    started(python, "-m", "dask", "worker", "--nthreads", "1", *options, **place)
    address = json.loads(file.read_text())["address"]
    read = [
        python,
        "-m",
        "bulk",
        "read",
        "seven.png",
        "--out",
        "out.jsonl",
        "--scheduler",
        address,
    ]
    subprocess.run(read, cwd=app, env={}, check=True, capture_output=True)

    assert json.loads((app / "out.jsonl").read_text())["digit"] == 7


def test_what_is_copied_is_sent_to_be_built(stage, checkout):
    """The .dockerignore lets everything through that the Dockerfile copies."""
    ignored = (checkout / ".dockerignore").read_text().splitlines()
    sources = {source for source, _ in copied(stage)} | {"requirements.txt"}

    assert {line[1:] for line in ignored if line.startswith("!")} == sources


def test_git_leaves_the_settings_of_docker_compose_alone(checkout):
    """The file may hold a token and keys, which nobody means to publish."""
    assert "/deploy/swagdigit.env" in (checkout / ".gitignore").read_text().splitlines()


def test_the_service_is_not_root(stage):
    """It runs as a user without rights, and by number, as Kubernetes wants to see it."""
    assert int(only(stage, "USER")) > 0


def test_docker_compose_runs_it_from_the_root(stage, checkout):
    """`docker compose up --build` finds one service, on port 5000, whose archive stays."""
    plan = compose_plan(checkout)
    service = plan["services"]["swagdigit"]
    [port], [volume] = service["ports"], service["volumes"]

    assert [*plan["services"]] == ["swagdigit"]
    assert Path(service["build"]["context"]) == checkout
    assert (checkout / service["build"]["dockerfile"]).exists()
    assert (port["published"], port["target"]) == ("5000", int(only(stage, "EXPOSE")))
    # A PORT among the settings would have it listen where nothing leads to.
    assert service["environment"]["PORT"] == str(port["target"])
    assert volume["target"] == only(stage, "VOLUME")
    assert volume["source"] in plan["volumes"]


def compose_plan(checkout):
    """Return what docker compose makes of its files."""
    program = Path(sys.executable).with_name("docker-compose")
    environment = {k: v for k, v in os.environ.items() if k != "PORT"}
    ended = subprocess.run(
        [program, "config", "--format=json"],
        cwd=checkout,
        env=environment,
        check=True,
        capture_output=True,
    )
    return json.loads(ended.stdout)
