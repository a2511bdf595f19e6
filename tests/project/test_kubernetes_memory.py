"""What a pod in deploy/kubernetes/ may take of a node's memory, tried with what takes most."""

from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
import requests

from tests.e2e.service import PATIENCE, running_service
from tests.fuzz.hostile import large
from tests.fuzz.test_bounds import DRAWING, JSON, SIDE, in_json, stretched
from tests.project.manifests import bytes_of

AT_ONCE = 16
pytestmark = pytest.mark.slow


@pytest.fixture
def service(whole, image_variables, tmp_path):
    """As many workers as a pod has, with the image's variables."""
    workers = int(whole.environment(next(whole.pods))["WEB_CONCURRENCY"])
    with running_service(tmp_path, workers=workers, **image_variables) as service:
        yield service


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
