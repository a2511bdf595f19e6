"""What an operator sees."""

import pytest

from swagdigit import ClassifierUnavailable
from tests.fakes.archive import FullArchive
from tests.fakes.classifier import FixedClassifier, UnavailableClassifier
from web.settings import Settings


class LateClassifier(FixedClassifier):
    """Is not there until it has been asked for twice."""

    def __init__(self):
        super().__init__()
        self.asked = 0

    def check(self):
        self.asked += 1
        if self.asked <= 2:
            raise ClassifierUnavailable("not yet")


def test_the_process_is_alive(make_client):
    """Liveness does not depend on any part: a restart would mend none of them."""
    client = make_client(classifier=UnavailableClassifier(), archive=FullArchive())
    response = client.get("/healthz")

    assert response.status_code == 200
    assert response.json == {"status": "ok"}


def test_the_service_is_ready(client):
    """With all its parts at work the service may be sent images."""
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json == {"ok": ["classifier", "archive"], "failing": []}


@pytest.mark.parametrize(
    ("parts", "code", "ok", "failing"),
    [
        (
            {"classifier": UnavailableClassifier()},
            "classifier_unavailable",
            ["archive"],
            ["classifier"],
        ),
        ({"archive": FullArchive()}, "archive_unavailable", ["classifier"], ["archive"]),
        (
            {"archive": FullArchive(), "classifier": UnavailableClassifier()},
            "classifier_unavailable",
            [],
            ["classifier", "archive"],
        ),
    ],
)
def test_the_service_is_not_ready(make_client, parts, code, ok, failing):
    """While a part fails no images may be sent, and the answer says which part it is."""
    response = make_client(**parts).get("/readyz")

    assert response.status_code == 503
    assert response.json.pop("error")
    assert response.json.items() >= {"code": code, "ok": ok, "failing": failing}.items()


def test_by_setting_the_archive_is_dispensable(make_client, caplog):
    """Images are answered without it: the service is ready, says what fails, and logs why."""
    client = make_client(archive=FullArchive(), settings=Settings(archive_required=False))
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json == {"ok": ["classifier"], "failing": ["archive"]}
    assert "the archive fails: no room" in caplog.messages


def test_a_model_that_comes_late_is_found(make_client):
    """Readiness turns green by itself once the model is there."""
    client = make_client(classifier=LateClassifier())

    assert client.get("/readyz").status_code == 503
    assert client.get("/readyz").status_code == 200
