"""Whether the API is as it is described."""

import re
import tomllib
from http import HTTPStatus
from pathlib import Path

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from pydantic import SecretStr

from adapters.images.pillow_reader import PillowImageReader
from swagdigit import ImageTooLarge, InvalidImage
from tests.fakes.archive import FullArchive
from tests.fakes.classifier import UNSURE, FixedClassifier, UnavailableClassifier
from tests.fakes.reader import DIGIT_PNG
from tests.web.parts import (
    BATCH,
    BLANK,
    DIGIT,
    BrokenMonitor,
    FailingReader,
    UnreadableArchive,
    batch_json,
    predict_json,
)
from web.settings import Settings

ROOT = Path(__file__).parents[2]
IMAGE_CALLS = [
    {"path": "/api/images"},
    {"path": "/api/images/labelled.zip"},
    {"path": "/api/images/{image_id}.png"},
    {"path": "/api/images/{image_id}/label", "method": "PUT", "json": {"label": 7}},
    {"path": "/api/images/{image_id}", "method": "DELETE"},
]
EXPLAIN = predict_json(path="/api/explain")
INFER = {
    "path": "/v2/models/digits/infer",
    "method": "POST",
    "json": {
        "inputs": [{"name": "ink", "datatype": "UINT8", "shape": [1, 784], "data": [0] * 784}]
    },
}
IN_BYTES = INFER["json"] | {"parameters": {"binary_data_output": True}}
PACKED = {"headers": {"Content-Encoding": "gzip"}}
UNKNOWN_PACKING = {"headers": {"Content-Encoding": "br"}}
MODEL_CALLS = [
    call | {"path": f"/v2/models/digits{version}{end}"}
    for version in ("", "/versions/{version}")
    for end, call in (("", {}), ("/ready", {}), ("/infer", INFER))
]

ANSWERS = [
    (predict_json(path="/api/predict?live=1"), {}, 200),
    (predict_json(path="/api/predict?live=1"), {"classifier": FixedClassifier(UNSURE)}, 200),
    (EXPLAIN, {}, 200),
    (predict_json(path="/api/explain", json={}), {}, 400),
    (EXPLAIN, {"settings": Settings(max_bytes=1)}, 413),
    (predict_json(path="/api/explain", json=None, data="5"), {}, 415),
    (BLANK | {"path": "/api/explain"}, {}, 422),
    (EXPLAIN, {"classifier": UnavailableClassifier()}, 503),
    (DIGIT, {}, 200),
    (DIGIT, {"archive": FullArchive(), "settings": Settings(archive_required=False)}, 200),
    (predict_json(json={}), {}, 400),
    (DIGIT, {"reader": FailingReader(InvalidImage())}, 400),
    (DIGIT, {"reader": FailingReader(ImageTooLarge())}, 413),
    (DIGIT, {"settings": Settings(max_bytes=1)}, 413),
    (predict_json(json=None, data="5", content_type="text/plain"), {}, 415),
    (BLANK, {}, 422),
    (DIGIT, {"classifier": FixedClassifier(UNSURE)}, 422),
    (DIGIT, {"classifier": UnavailableClassifier()}, 503),
    (DIGIT, {"archive": FullArchive()}, 507),
    (BATCH, {}, 200),
    (BATCH, {"archive": FullArchive(), "settings": Settings(archive_required=False)}, 200),
    (BATCH, {"classifier": FixedClassifier(UNSURE)}, 200),
    (batch_json(json={}), {}, 400),
    (BATCH, {"settings": Settings(max_batch=1)}, 413),
    (batch_json(json=None, data="5", content_type="text/plain"), {}, 415),
    ({"path": "/api/system_info"}, {}, 200),
    ({"path": "/api/system_info"}, {"monitor": BrokenMonitor()}, 500),
    ({"path": "/api/images"}, {}, 200),
    ({"path": "/api/images?limit=0"}, {}, 400),
    ({"path": "/api/images/labelled.zip"}, {}, 200),
    ({"path": "/api/images/{image_id}.png"}, {}, 200),
    ({"path": "/api/images/{image_id}/label", "method": "PUT", "json": {"label": 7}}, {}, 200),
    ({"path": "/api/images/{image_id}/label", "method": "PUT", "json": {}}, {}, 400),
    (IMAGE_CALLS[3] | PACKED, {}, 400),
    ({"path": "/api/images/{image_id}/label", "method": "PUT"}, {}, 415),
    (IMAGE_CALLS[3] | UNKNOWN_PACKING, {}, 415),
    (
        {"path": "/api/images/{image_id}/label", "method": "PUT", "json": {"label": 7}},
        {"settings": Settings(max_bytes=5)},
        413,
    ),
    ({"path": "/api/images/{image_id}", "method": "DELETE"}, {}, 204),
    *(
        (request | {"path": request["path"] + "?dry_run=1"}, {}, 400)
        for request in [EXPLAIN, {"path": "/api/system_info"}, *IMAGE_CALLS]
    ),
    *(
        (
            request | {"environ_base": {"REMOTE_ADDR": "203.0.113.7"}},
            {"settings": settings},
            status,
        )
        for request in IMAGE_CALLS
        for settings, status in [
            (Settings(), 403),
            (Settings(token=SecretStr("a-token-of-16-signs")), 401),
        ]
    ),
    *((request, {"archive": UnreadableArchive()}, 507) for request in IMAGE_CALLS),
    *((request | {"image_id": "unknown"}, {}, 404) for request in IMAGE_CALLS[2:]),
    *(
        (request, {"settings": Settings(rate_limit="0/minute")}, 429)
        for request in [DIGIT, BATCH, EXPLAIN, {"path": "/api/system_info"}, *IMAGE_CALLS]
    ),
    ({"path": "/v2"}, {}, 200),
    ({"path": "/v2/health/live"}, {}, 200),
    ({"path": "/v2/health/ready"}, {}, 200),
    ({"path": "/v2/health/ready"}, {"classifier": UnavailableClassifier()}, 503),
    *((request, {}, 200) for request in MODEL_CALLS),
    *((request, {"classifier": UnavailableClassifier()}, 503) for request in MODEL_CALLS),
    *(
        (
            request,
            {"settings": Settings(rate_limit="0/minute")},
            200 if request["path"].endswith("/ready") else 429,
        )
        for request in MODEL_CALLS
    ),
    *((request | {"version": "other"}, {}, 404) for request in MODEL_CALLS[3:]),
    *(
        answer
        for infer in (INFER, MODEL_CALLS[-1])
        for answer in (
            (infer | {"json": IN_BYTES}, {}, 200),
            (infer | {"json": {}}, {}, 400),
            (infer | PACKED, {}, 400),
            (infer | UNKNOWN_PACKING, {}, 415),
            (infer, {"settings": Settings(max_bytes=1)}, 413),
        )
    ),
    ({"path": "/metrics"}, {}, 200),
    ({"path": "/metrics", "headers": {"Accept": "application/openmetrics-text"}}, {}, 200),
    ({"path": "/healthz"}, {}, 200),
    ({"path": "/readyz"}, {}, 200),
    ({"path": "/readyz"}, {"archive": FullArchive()}, 503),
]


@pytest.fixture
def document(client):
    """The description as a client gets it."""
    return client.get("/api/openapi.json").json


def operations(document):
    """Yield each path, method and operation of the document."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def check(value, schema, document):
    """Raise unless the value is as the schema says, in the words of the document."""
    OAS31Validator(schema | {"components": document["components"]}).validate(value)


def test_the_document_is_valid(document):
    """It is OpenAPI 3.1 by the letter."""
    validate(document)

    assert document["openapi"] == "3.1.0"


def test_the_document_is_readable(client):
    """It is UTF-8, and French stays French in it."""
    response = client.get("/api/openapi.json")

    assert response.mimetype == "application/json"
    assert "Essayez à nouveau" in response.text


def test_every_route_is_described(client, document):
    """Nothing that a program may call is missing, and nothing is there that is not."""
    undescribed = {"static", "docs.static", "docs.docs", "docs.openapi", "pages.index"}
    routes = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method)
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint not in undescribed
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, method, _ in operations(document)} == routes


def test_nothing_unused_is_described(document):
    """Each schema is there for an answer; the library's own validation error is not."""
    assert set(document["components"]["schemas"]) == {
        "ExplainAnswer",
        "HistoryAnswer",
        "HistoryItem",
        "LiveAnswer",
        "BatchAnswer",
        "InferAnswer",
        "Liveness",
        "ModelMetadata",
        "ModelReady",
        "OutputTensor",
        "PredictAnswer",
        "PredictOrLiveAnswer",
        "Readiness",
        "Refusal",
        "ServerLive",
        "ServerMetadata",
        "ServerReady",
        "SystemInfo",
        "TensorMetadata",
        "Unreadiness",
    }


def test_only_the_kept_images_are_guarded(document):
    """What needs a token says so, and that it needs none on the service's own machine."""
    guarded = {path for path, _, operation in operations(document) if "security" in operation}

    assert set(document["components"]["securitySchemes"]) == {"token"}
    assert guarded == {path for path in document["paths"] if path.startswith("/api/images")}


@pytest.mark.parametrize("case", ANSWERS)
def test_real_answers_are_as_described(make_client, archive, document, case):
    """What is answered has the status and the form that the document promises."""
    request_, parts, status = case
    client = make_client(**parts)
    names = {"image_id": archive.keep(DIGIT_PNG), "version": "fixed-1"}
    request = names | request_
    path = request["path"].format_map({name: request.pop(name) for name in names})
    response = client.open(**request | {"path": path})
    operation = document["paths"][documented_path(request)][request.get("method", "GET").lower()]
    described = operation["responses"][str(status)].get("content", {None: None})

    assert response.status_code == status
    assert response.mimetype in described
    if response.is_json:
        content = described[response.mimetype]
        check(response.json, content["schema"], document)
        assert response.json.get("code") in content.get("examples", {response.json.get("code")})


def documented_path(request):
    """Return the path as the document has it."""
    return request["path"].partition("?")[0]


def test_every_described_answer_was_seen(document):
    """The test above leaves out no status, but for mistakes of ours."""
    seen = {(documented_path(request), str(status)) for request, _, status in ANSWERS}

    assert seen >= {
        (path, status)
        for path, _, operation in operations(document)
        for status in operation["responses"]
        if status != str(int(HTTPStatus.INTERNAL_SERVER_ERROR))
    }


def test_examples_are_as_described(document):
    """An example is an answer that could be given."""
    for name, schema in document["components"]["schemas"].items():
        if "example" in schema:
            check(schema["example"], {"$ref": f"#/components/schemas/{name}"}, document)
    for _, _, operation in operations(document):
        for answer in operation["responses"].values():
            content = answer.get("content", {}).get("application/json", {})
            for example in content.get("examples", {}).values():
                check(example["value"], content["schema"], document)


def test_a_request_may_be_made_in_three_ways(document):
    """JSON, a form and an image are described, and the JSON by an example."""
    content = document["paths"]["/api/predict"]["post"]["requestBody"]["content"]
    as_json = content["application/json"]["schema"]

    assert set(content) == {"application/json", "multipart/form-data", "image/*"}
    check(as_json["example"], as_json, document)


def test_a_batch_is_described_by_an_example(document):
    """The example of a batch is one."""
    content = document["paths"]["/api/predict/batch"]["post"]["requestBody"]["content"]
    as_json = content["application/json"]["schema"]

    assert as_json["properties"]["images"]["items"] == {"type": "string"}
    check(as_json["example"], as_json, document)


@pytest.mark.parametrize("path", ["/api/predict", "/api/explain", "/api/predict/batch"])
def test_the_examples_can_be_tried(make_client, document, path):
    """Who presses *Execute* in the documentation sees a digit."""
    content = document["paths"][path]["post"]["requestBody"]["content"]
    reader = PillowImageReader(max_pixels=1_000_000)
    response = make_client(reader=reader).post(
        path, json=content["application/json"]["schema"]["example"]
    )

    assert response.status_code == 200
    assert "error" not in response.text


def test_the_version_is_that_of_the_project(document):
    """The description, the project and what is deployed have one."""
    [version] = {
        tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"],
        document["info"]["version"],
        *(
            re.search(r"newTag: (.*)", overlay.read_text())[1]
            for overlay in ROOT.glob("deploy/kubernetes/overlays/*/kustomization.yaml")
        ),
    }

    assert version in (ROOT / "docs" / "kubernetes.md").read_text()


def test_operations_have_short_names(document):
    """Generated clients get methods that a person would have named so."""
    names = {operation["operationId"] for _, _, operation in operations(document)}

    assert names == {
        "predict",
        "predict_batch",
        "explain",
        "system_info",
        "list_images",
        "export_images",
        "get_image",
        "label_image",
        "delete_image",
        "healthz",
        "readyz",
        "server",
        "server_live",
        "server_ready",
        "model",
        "model_of_version",
        "model_ready",
        "model_ready_of_version",
        "infer",
        "infer_of_version",
        "metrics",
    }
