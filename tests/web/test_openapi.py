"""Whether the API is as it is described."""

from http import HTTPStatus

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from swagdigit import ImageTooLarge, InvalidImage
from tests.fakes.archive import FullArchive
from tests.fakes.classifier import UNSURE, FixedClassifier, UnavailableClassifier
from tests.web.parts import BLANK, DIGIT, BrokenMonitor, FailingReader, predict_json
from web.settings import Settings

ANSWERS = [
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
    ({"path": "/api/system_info"}, {}, 200),
    ({"path": "/api/system_info"}, {"monitor": BrokenMonitor()}, 500),
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
        (rule.rule, method)
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint not in undescribed
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert {(path, method) for path, method, _ in operations(document)} == routes


def test_nothing_unused_is_described(document):
    """Each schema is there for an answer; the library's own validation error is not."""
    assert set(document["components"]["schemas"]) == {
        "Liveness",
        "PredictAnswer",
        "Readiness",
        "Refusal",
        "SystemInfo",
        "Unreadiness",
    }
    assert "securitySchemes" not in document["components"]


@pytest.mark.parametrize(("request_", "parts", "status"), ANSWERS)
def test_real_answers_are_as_described(make_client, document, request_, parts, status):
    """What is answered has the status and the form that the document promises."""
    response = make_client(**parts).open(**request_)
    operation = document["paths"][request_["path"]][request_.get("method", "GET").lower()]
    described = operation["responses"][str(status)]["content"]["application/json"]

    assert response.status_code == status
    check(response.json, described["schema"], document)


def test_every_described_answer_was_seen(document):
    """The test above leaves out no status, but for mistakes of ours."""
    seen = {(request["path"], str(status)) for request, _, status in ANSWERS}

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
            content = answer["content"]["application/json"]
            for example in content.get("examples", {}).values():
                check(example["value"], content["schema"], document)


def test_a_request_may_be_made_in_three_ways(document):
    """JSON, a form and an image are described, and the JSON by an example."""
    content = document["paths"]["/api/predict"]["post"]["requestBody"]["content"]
    as_json = content["application/json"]["schema"]

    assert set(content) == {"application/json", "multipart/form-data", "image/*"}
    check(as_json["example"], as_json, document)


def test_operations_have_short_names(document):
    """Generated clients get methods that a person would have named so."""
    names = {operation["operationId"] for _, _, operation in operations(document)}

    assert names == {"predict", "system_info", "healthz", "readyz"}
