"""One service that asks the model of another, as both are delivered."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
import requests

from tests.e2e.service import running_service
from tests.load.drawings import own_digits, sheets

WORKERS = 3
TIMES = 30
PATIENCE = 60  # seconds


@pytest.fixture
def services(tmp_path):
    """The service that has the model, and the one that asks it, with three processes."""
    with ExitStack() as running:

        def start(name, **options):
            folder = tmp_path / name
            folder.mkdir()
            return running.enter_context(running_service(folder, **options))

        model = start("model", workers=2, SWAGDIGIT_THRESHOLD="0")
        front = start(
            "front",
            workers=WORKERS,
            SWAGDIGIT_THRESHOLD="0",
            SWAGDIGIT_CLASSIFIER="remote",
            SWAGDIGIT_CLASSIFIER_URL=model.url,
        )
        yield model, front


def predict(service, drawing):
    """Return what a service answers."""
    return requests.post(
        service.url + "api/predict", json={"image": drawing}, timeout=PATIENCE
    ).json()


def told(answer):
    """Return what does not depend on when it was asked."""
    return [answer[name] for name in ("prediction", "certainty", "probabilities", "model")]


def test_forked_processes_do_not_share_connections(services):
    """Processes that were forked after the first question each get their own answers."""
    model, front = services
    drawings = [sheet for strokes in own_digits().values() for sheet in sheets([strokes], count=1)]
    expected = [told(predict(model, drawing)) for drawing in drawings] * TIMES
    with ThreadPoolExecutor(max_workers=12) as clients:
        answers = clients.map(lambda drawing: told(predict(front, drawing)), drawings * TIMES)
        assert list(answers) == expected


def test_without_the_other_it_is_not_ready(services):
    """While the model's machine is away, nobody is sent here, and who comes gets a clear answer."""
    model, front = services
    [drawing] = sheets([own_digits()["3"]], count=1)
    assert requests.get(front.url + "readyz", timeout=PATIENCE).ok
    model.stop()
    ready = requests.get(front.url + "readyz", timeout=PATIENCE)

    assert ready.status_code == 503
    assert ready.json()["failing"] == ["classifier"]
    assert predict(front, drawing)["code"] == "classifier_unavailable"
    assert requests.get(front.url + "healthz", timeout=PATIENCE).ok
