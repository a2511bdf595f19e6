"""What the page is told while somebody draws."""

import base64

import pytest

from tests.fakes.archive import FullArchive
from tests.fakes.classifier import SURE_OF_5, UNSURE, FixedClassifier, UnavailableClassifier
from tests.web.parts import BLANK, predict_json
from web.settings import Settings

LIVE = predict_json(path="/api/predict?live=1")
EXPLAIN = predict_json(path="/api/explain")
SEEN = bytes(783) + b"\xff"  # what the fake reader sees


def test_a_preview_has_what_the_page_shows(client):
    """It is answered like any image, and with what the model saw."""
    assert client.open(**LIVE).json == {
        "prediction": 5,
        "certainty": 75.32,
        "probabilities": list(SURE_OF_5),
        "image_id": None,
        "model": "fixed-1",
        "told": True,
        "seen": base64.b64encode(SEEN).decode(),
    }


def test_an_uncertain_preview_is_no_refusal(make_client):
    """Bars can be shown of it; that it would not be told is told."""
    response = make_client(classifier=FixedClassifier(UNSURE)).open(**LIVE)

    assert response.status_code == 200
    assert response.json["told"] is False
    assert response.json["probabilities"] == list(UNSURE)


@pytest.mark.parametrize("request_", [LIVE, EXPLAIN, BLANK | {"path": "/api/predict?live=1"}])
def test_nothing_is_kept_of_a_preview(make_client, archive, request_):
    """Neither the image nor its outcome, and a full archive is no reason to say nothing."""
    make_client().open(**request_)

    assert archive.ids() == []
    assert make_client(archive=FullArchive()).open(**request_).status_code in {200, 422}


@pytest.mark.parametrize("path", ["/api/predict?live=1", "/api/explain"])
def test_refusals_are_the_same(make_client, path):
    """What can not be seen at all is refused as ever."""
    assert make_client().open(**BLANK | {"path": path}).json["code"] == "blank_image"
    assert make_client().open(**BLANK | {"path": path}).json["image_id"] is None
    assert make_client().open(**predict_json(path=path, json={})).status_code == 400
    modelless = make_client(classifier=UnavailableClassifier())
    assert modelless.open(**LIVE | {"path": path}).status_code == 503


@pytest.mark.parametrize("live", ["0", "false", "no"])
def test_it_can_be_asked_for_no_preview(client, archive, live):
    """Then the image is kept as ever."""
    answer = client.open(**predict_json(path=f"/api/predict?live={live}")).json

    assert answer["image_id"] == archive.ids()[0]


def test_an_impossible_flag_is_refused(client, archive):
    """Rather than kept against somebody's will."""
    response = client.open(**predict_json(path="/api/predict?live=perhaps"))

    assert response.status_code == 400
    assert response.json["code"] == "invalid_parameter"
    assert archive.ids() == []


def test_an_explanation_is_a_preview_with_heat(client):
    """A number for each pixel; here nothing speaks for anything, as nothing changes the answer."""
    answer = client.open(**EXPLAIN).json
    heat = answer.pop("heat")

    assert answer == client.open(**LIVE).json
    assert [len(row) for row in heat] == [28] * 28
    assert {level for row in heat for level in row} == {0.0}


def test_one_call_explains(make_client):
    """The classifier is asked once about the image and once about all that is left of it."""
    calls = []

    class Counting(FixedClassifier):
        def classify(self, images):
            calls.append(len(images))
            return super().classify(images)

    make_client(classifier=Counting(), settings=Settings()).open(**EXPLAIN)

    assert len(calls) == 2
    assert calls[0] == 1
