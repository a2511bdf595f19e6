"""What a pod in deploy/kubernetes/ is given, by what was measured: memory, processors, time."""

import ast
import re
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
import requests

from tests.e2e.service import PATIENCE, running_service
from tests.fuzz.hostile import large
from tests.fuzz.test_bounds import DRAWING, JSON, SIDE, in_json, stretched
from tests.fuzz.test_bounds import MEMORY as MEMORY_OF_A_REQUEST
from tests.project.conftest import CHECKOUT
from tests.project.manifests import bytes_of

AT_ONCE = 16


@pytest.fixture(scope="module")
def gunicorn():
    """What gunicorn.conf.py sets to a number."""
    tree = ast.parse((CHECKOUT / "deploy" / "gunicorn.conf.py").read_text())
    return {
        step.targets[0].id: step.value.value
        for step in tree.body
        if isinstance(step, ast.Assign)
        and isinstance(step.value, ast.Constant)
        and isinstance(step.targets[0], ast.Name)
    }


@pytest.fixture
def service(whole, image_variables, tmp_path):
    """As many workers as a pod has, with the image's variables."""
    workers = int(whole.environment(next(whole.pods))["WEB_CONCURRENCY"])
    with running_service(tmp_path, workers=workers, **image_variables) as service:
        yield service


def test_what_is_begun_is_answered(overlay, gunicorn):
    """A pod ends by itself before it is killed, and takes requests while the news spreads."""
    for pod in overlay.pods:
        pause = pod.container["lifecycle"]["preStop"]["sleep"]["seconds"]
        grace = pod.spec["terminationGracePeriodSeconds"]

        assert pause >= 5
        assert grace > pause + gunicorn["graceful_timeout"]


def test_the_memory_is_what_was_measured(overlay, gunicorn):
    """A pod gets what its workers take, and may take what all their threads may."""
    for pod in overlay.pods:
        resources = pod.container["resources"]
        requested, limit = (bytes_of(resources[name]["memory"]) for name in ("requests", "limits"))
        workers = int(overlay.environment(pod)["WEB_CONCURRENCY"])
        fresh = megabytes_in("benchmarks.md", workers)
        soaked = megabytes_in("reliability.md", "and at the end, MB")
        at_once = workers * gunicorn["threads"]

        assert max(fresh, soaked) < requested < 2 * max(fresh, soaked)
        assert fresh + at_once * MEMORY_OF_A_REQUEST <= limit


def test_a_volume_for_libraries_is_not_filled(whole):
    """By a predictor that is sent images: a pod whose volume is beyond its limit is put out."""
    [(variables, room)] = [
        (whole.environment(pod), volume["emptyDir"]["sizeLimit"])
        for pod in whole.pods
        for volume in pod.spec["volumes"]
        if whole.environment(pod)["SWAGDIGIT_ARCHIVE"].startswith(f"/{volume['name']}/")
    ]

    assert 0 < 2 * int(variables["SWAGDIGIT_ARCHIVE_MAX_BYTES"]) < bytes_of(room)


def test_each_worker_has_its_processor(whole):
    """In a cluster, where the autoscaler counts how much of what was requested is used."""
    for pod in whole.pods:
        requested = pod.container["resources"]["requests"]["cpu"]

        assert requested == whole.environment(pod)["WEB_CONCURRENCY"]


def megabytes_in(page, row):
    """Return the figure at the end of a row of a table in the documentation, in bytes."""
    text = (CHECKOUT / "docs" / page).read_text()
    [figure] = re.findall(rf"^\| {row} \| ([\d.]+) \|$", text, re.MULTILINE)
    return float(figure) * 1e6


@pytest.mark.slow
@pytest.mark.parametrize("name", ["WebP", "JPEG CMYK, turned"])
def test_large_images_pass(service, whole, name):
    """Many of the largest at once stay within the limit, and leave no more than is requested."""
    resources = next(whole.pods).container["resources"]
    main = psutil.Process(service.process.pid)
    address, headers = service.url + "api/predict", {"Content-Type": JSON}

    def post(body):
        return requests.post(address, body, headers=headers, timeout=PATIENCE).status_code

    body, peak = in_json(stretched(large(SIDE)[name])), 0
    with ThreadPoolExecutor(AT_ONCE) as clients:
        sent = [clients.submit(post, body) for _ in range(AT_ONCE)]
        while not all(each.done() for each in sent):
            peak = max(peak, taken_by(main))
    after = taken_by(main)

    assert {each.result() for each in sent} == {422}
    assert after < bytes_of(resources["requests"]["memory"]) < peak
    assert peak < bytes_of(resources["limits"]["memory"])
    assert post(in_json(DRAWING)) == 200


def taken_by(main):
    """Return the memory of a process and those that it has started, what they share counted once."""
    processes = (main, *main.children(recursive=True))
    return sum(process.memory_full_info().pss for process in processes)
