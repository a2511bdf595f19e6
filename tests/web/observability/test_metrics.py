"""What Prometheus is told."""

import pytest
from prometheus_client.openmetrics.parser import (
    text_string_to_metric_families as of_open_metrics,
)
from prometheus_client.parser import text_string_to_metric_families

from tests.fakes.archive import FullArchive
from tests.fakes.classifier import UNSURE, FixedClassifier
from tests.web.parts import BATCH, BLANK, DIGIT, predict_json
from web.serving.extensions import WARM_UP

INFER = {
    "path": "/v2/models/digits/infer",
    "method": "POST",
    "json": {
        "inputs": [{"name": "ink", "datatype": "UINT8", "shape": [2, 784], "data": [9] * 1568}]
    },
}


def told(client):
    """Return all samples that are not 0, by name and labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    samples = [sample for family in families for sample in family.samples]
    return {(s.name, *sorted(s.labels.items())): s.value for s in samples if s.value}


def value(client, name, **labels):
    """Return one sample."""
    return told(client).get((name, *sorted(labels.items())), 0)


@pytest.mark.parametrize(
    ("request_", "endpoint", "method", "status"),
    [
        (DIGIT, "api.predict", "POST", "200"),
        (predict_json(json={}), "api.predict", "POST", "400"),
        ({"path": "/healthz"}, "ops.healthz", "GET", "200"),
        ({"path": "/nowhere"}, "unknown", "GET", "404"),
        ({"path": "/api/predict"}, "unknown", "GET", "405"),
        ({"path": "/nowhere", "method": "BREW"}, "unknown", "other", "404"),
    ],
)
def test_each_request_is_counted(client, request_, endpoint, method, status):
    """By where it went, how, and what became of it; and timed."""
    client.open(**request_)

    labels = {"endpoint": endpoint, "method": method, "status": status}
    assert value(client, "swagdigit_requests_total", **labels) == 1
    assert value(client, "swagdigit_request_seconds_count", endpoint=endpoint) == 1


@pytest.mark.parametrize(
    ("request_", "parts", "codes"),
    [
        (BLANK, {}, {"blank_image": 1}),
        (DIGIT, {"archive": FullArchive()}, {"archive_unavailable": 1}),
        (DIGIT, {"classifier": FixedClassifier(UNSURE)}, {"certainty_too_low": 1}),
        (BATCH, {}, {"blank_image": 1, "invalid_image": 1}),
        ({"path": "/nowhere"}, {}, {"not_found": 1}),
    ],
)
def test_each_refusal_is_counted(make_client, request_, parts, codes):
    """By its code, those of the images of a batch as well."""
    client = make_client(**parts)
    client.open(**request_)
    counted = {
        dict(labels)["code"]: count
        for (name, *labels), count in told(client).items()
        if name == "swagdigit_refusals_total"
    }

    assert counted == codes


@pytest.mark.parametrize(
    ("request_", "images"),
    [
        (DIGIT, 1),
        (BATCH, 2),
        (INFER, 2),
        (predict_json(path="/api/predict?live=1"), 0),
        (predict_json(path="/api/explain"), 0),
        ({"path": "/v2/models/digits"}, 0),
        ({"path": "/readyz"}, 0),
    ],
)
def test_what_comes_in_is_looked_at(client, request_, images):
    """Each image that somebody has finished counts, and nothing that the service tries out."""
    client.open(**request_)

    assert value(client, "swagdigit_predictions_total", digit="5") == images
    assert value(client, "swagdigit_certainty_percent_count") == images
    assert value(client, "swagdigit_ink_share_count") == images


@pytest.mark.parametrize("classifier", [FixedClassifier(), FixedClassifier(UNSURE)])
def test_a_certainty_counts_whether_it_is_told_or_not(make_client, classifier):
    """What is refused says most of what comes in."""
    client = make_client(classifier=classifier)
    client.open(**DIGIT)
    [prediction] = classifier.classify([None])

    assert value(client, "swagdigit_certainty_percent_sum") == prediction.certainty


def test_the_stages_are_timed(client):
    """One image is read, kept and classified, each once."""
    client.open(**DIGIT)
    counts = {
        stage: value(client, "swagdigit_stage_seconds_count", stage=stage)
        for stage in ("read", "archive", "classify")
    }

    assert counts == {"read": 1, "archive": 1, "classify": 1}


def test_the_model_is_named_before_the_first_image(client):
    """As soon as a process is ready to answer."""
    client.application.extensions[WARM_UP]()

    assert value(client, "swagdigit_model_info", version="fixed-1") == 1


def test_open_metrics_are_for_who_asks(client):
    """Both forms are read by Prometheus' own parsers."""
    client.open(**DIGIT)
    accept = "application/openmetrics-text; version=1.0.0"
    response = client.get("/metrics", headers={"Accept": accept})

    assert response.mimetype == "application/openmetrics-text"
    assert {family.name for family in of_open_metrics(response.text)} >= {"swagdigit_requests"}
    assert client.get("/metrics").mimetype == "text/plain"


def test_applications_count_for_themselves(make_client):
    """Two of them in one process do not mix up what they count."""
    one, other = make_client(), make_client()
    one.open(**DIGIT)

    assert value(one, "swagdigit_predictions_total", digit="5") == 1
    assert value(other, "swagdigit_predictions_total", digit="5") == 0
    assert value(other, "swagdigit_refusals_total", code="not_found") == 0
