"""The real service, whose images are kept in an object store, on several forked workers."""

from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
import requests

from tests.e2e.service import running_service
from tests.object_stores.servers import FileStore, environment
from tests.reliability.clients import numbered

WORKERS = 2
IMAGES = 60
PATIENCE = 60  # seconds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """An object store whose objects are files."""
    store = FileStore(tmp_path_factory.mktemp("store"))
    store.start()
    yield store
    store.kill()


@pytest.fixture(scope="module")
def service(tmp_path_factory, store):
    """A service that is loaded once, and forked."""
    settings = {"SWAGDIGIT_ARCHIVE": store.address("drawn"), **environment(store.url)}
    folder = tmp_path_factory.mktemp("service")
    with running_service(folder, workers=WORKERS, **settings) as service:
        yield service


def predict(service, png):
    """Send an image on a connection of its own, so that any worker may get it."""
    headers = {"Content-Type": "image/png", "Connection": "close"}
    return requests.post(f"{service.url}api/predict", png, headers=headers, timeout=PATIENCE)


def test_forked_workers_keep_images_in_a_bucket(service, store):
    """Each worker answers, and each image is in the bucket with what was said of it."""
    sent = [numbered(str(number)) for number in range(IMAGES)]
    with ThreadPoolExecutor(8) as clients:
        answers = list(clients.map(lambda png: predict(service, png), sent))
    shown = requests.get(f"{service.url}api/images?limit={IMAGES}", timeout=PATIENCE).json()

    assert {answer.status_code for answer in answers} == {200}
    names = [answer.json()["image_id"] for answer in answers]
    assert [store.objects[f"drawn/{name}.png"].read_bytes() for name in names] == sent
    assert [image["image_id"] for image in shown["images"]] == sorted(names, reverse=True)
    assert {image["prediction"] for image in shown["images"]} == {7}
    assert workers_that_answered(service) == WORKERS
    assert not (service.folder / "saved_images").exists()


def workers_that_answered(service):
    """Count the workers that have lines of requests in the log."""
    workers = psutil.Process(service.process.pid).children()
    requests_of = [line for line in service.log.splitlines() if "/api/predict" in line]
    return sum(any(f"[{worker.pid}]" in line for line in requests_of) for worker in workers)


def test_a_store_that_is_away_is_red_until_it_is_back(service, store):
    """/readyz says so and images are refused within seconds; the same service heals."""
    store.kill()
    refused = predict(service, numbered("refused"))
    ready = requests.get(f"{service.url}readyz", timeout=PATIENCE)

    assert (refused.status_code, refused.json()["code"]) == (507, "archive_unavailable")
    assert refused.elapsed.total_seconds() < 4
    assert (ready.status_code, ready.json()["failing"]) == (503, ["archive"])
    assert requests.get(f"{service.url}healthz", timeout=PATIENCE).status_code == 200
    assert "the object store is away" in service.log

    store.start()
    while requests.get(f"{service.url}readyz", timeout=PATIENCE).status_code == 503:
        pass
    png = numbered("healed")
    while (answer := predict(service, png)).status_code == 507:  # the other worker's pause
        pass
    assert store.objects[f"drawn/{answer.json()['image_id']}.png"].read_bytes() == png
