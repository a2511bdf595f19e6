"""The Open Inference Protocol v2, as its clients speak it."""

import json

import numpy as np
import pytest

from tests.fakes.classifier import SURE_OF_5, FixedClassifier, UnavailableClassifier
from web.settings import Settings

INFER = "/v2/models/digits/infer"
LENGTH = "Inference-Header-Content-Length"
INK = bytes(range(256)) * 3 + bytes(16)


class InkClassifier(FixedClassifier):
    """Notes down the ink that it is shown."""

    def __init__(self):
        super().__init__()
        self.shown = []

    def classify(self, images):
        self.shown.append([image.ink for image in images])
        return super().classify(images)


def ink(**changes):
    """Return an input of one image, but for the changes."""
    return {"name": "ink", "datatype": "UINT8", "shape": [1, 784], "data": [*INK]} | changes


def behind(description, content):
    """Return what posts tensors as bytes behind their description."""
    text = json.dumps(description).encode()
    return {"data": text + content, "headers": {LENGTH: str(len(text))}}


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/v2/health/live", {"live": True}),
        ("/v2/health/ready", {"ready": True}),
        ("/v2/models/digits/ready", {"name": "digits", "ready": True}),
    ],
)
def test_it_says_that_it_is_there(client, path, answer):
    """With a model, the server lives and is ready."""
    response = client.get(path)

    assert (response.status_code, response.json) == (200, answer)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/v2/health/live", 200), ("/v2/health/ready", 503), ("/v2/models/digits/ready", 503)],
)
def test_without_a_model_it_lives_but_is_not_ready(make_client, path, status):
    """A restart would not bring the model: only readiness fails."""
    response = make_client(classifier=UnavailableClassifier()).get(path)

    assert response.status_code == status


def test_the_metadata_describe_what_is_answered(client):
    """Names, types and shapes of the outputs are those of a real answer."""
    model = client.get("/v2/models/digits").json
    answer = client.post(INFER, json={"inputs": [ink()]}).json

    assert client.get("/v2").json["extensions"] == ["binary_tensor_data"]
    assert model["versions"] == [answer["model_version"]] == ["fixed-1"]
    assert [(o["name"], o["datatype"], len(o["shape"])) for o in model["outputs"]] == [
        (o["name"], o["datatype"], len(o["shape"])) for o in answer["outputs"]
    ]


def test_a_version_may_be_named(client):
    """The one that there is answers as the model does, and no other is there."""
    model = "/v2/models/digits"
    asked = {"json": {"inputs": [ink()]}}
    for path in ("", "/ready"):
        assert client.get(f"{model}/versions/fixed-1{path}").json == client.get(model + path).json
        assert client.get(f"{model}/versions/1{path}").status_code == 404

    assert (
        client.post(f"{model}/versions/fixed-1/infer", **asked).json
        == client.post(INFER, **asked).json
    )
    assert client.post(f"{model}/versions/1/infer", **asked).json["code"] == "not_found"


@pytest.mark.parametrize("data", [[*INK] * 2, [[*INK]] * 2, [[[x] for x in INK]] * 2])
def test_a_batch_is_answered_in_one_call(make_client, data):
    """However the data are nested, each image gets its row, and the model is asked once."""
    classifier = InkClassifier()
    client = make_client(classifier=classifier)
    answer = client.post(INFER, json={"id": "7", "inputs": [ink(shape=[2, 28, 28], data=data)]})
    digit, probabilities = answer.json["outputs"]

    assert classifier.shown == [[INK, INK]]
    assert answer.json["id"] == "7"
    assert (digit["shape"], digit["data"]) == ([2], [5, 5])
    assert (probabilities["shape"], probabilities["data"]) == ([2, 10], [*SURE_OF_5] * 2)


@pytest.mark.parametrize("nested", [28, 1])
def test_the_largest_batch_may_be_written_as_one_likes(client, nested):
    """Indented, each number on a line of its own, each pixel in a list of its own."""
    pixels = np.full((256, 28, 28 // nested, nested), 255)
    [tensor] = [ink(shape=[256, 28, 28], data=pixels.tolist())]
    response = client.post(INFER, data=json.dumps({"inputs": [tensor]}, indent=2))

    assert response.status_code == 200
    assert response.json["outputs"][0]["shape"] == [256]


@pytest.mark.parametrize("name", ["id", "parameters", "outputs"])
def test_null_is_as_if_it_were_not_there(client, name):
    """Some clients write down what they leave out."""
    plain = client.post(INFER, json={"inputs": [ink()]}).json
    tensor, output = ink(parameters=None), {"name": "digit", "parameters": None}

    assert client.post(INFER, json={"inputs": [ink()], name: None}).json == plain
    assert client.post(INFER, json={"inputs": [tensor]}).json == plain
    assert client.post(INFER, json={"inputs": [ink()], "outputs": [output]}).status_code == 200


def test_a_byte_order_mark_is_passed_over(client):
    """Windows' tools put one before what they write; it counts as a part of the JSON's length."""
    plain = client.post(INFER, json={"inputs": [ink()]}).json
    marked = json.dumps({"inputs": [ink()]}).encode("utf-8-sig")

    assert client.post(INFER, data=marked).json == plain
    assert client.post(INFER, data=marked, headers={LENGTH: str(len(marked))}).json == plain


def test_no_images_no_rows(client):
    """An empty batch is answered by empty tensors."""
    answer = client.post(INFER, json={"inputs": [ink(shape=[0, 784], data=[])]}).json

    assert [output["shape"] for output in answer["outputs"]] == [[0], [0, 10]]


def test_only_what_is_wanted_is_answered(client):
    """A client that asks for the digit gets the digit."""
    answer = client.post(INFER, json={"inputs": [ink()], "outputs": [{"name": "digit"}]}).json

    assert [output["name"] for output in answer["outputs"]] == ["digit"]


def test_tensors_may_be_bytes(make_client):
    """In the binary extension the elements travel behind the JSON, in both directions."""
    classifier = InkClassifier()
    client = make_client(classifier=classifier)
    tensor = ink(shape=[2, 784], data=None, parameters={"binary_data_size": 2 * 784})
    asked = {"inputs": [tensor], "parameters": {"binary_data_output": True}}
    response = client.post(INFER, **behind(asked, INK + bytes(784)))
    length = int(response.headers[LENGTH])
    rest = response.data[length:]

    assert classifier.shown == [[INK, bytes(784)]]
    assert response.mimetype == "application/octet-stream"
    sizes = [o["parameters"] for o in json.loads(response.data[:length])["outputs"]]
    assert sizes == [{"binary_data_size": 16}, {"binary_data_size": 160}]
    assert np.frombuffer(rest[:16], "<i8").tolist() == [5, 5]
    assert np.frombuffer(rest[16:], "<f8").tolist() == [*SURE_OF_5] * 2


NOTHING = {
    "an empty body": {"data": b""},
    "no JSON": {"data": b"{"},
    "no object": {"json": []},
    "an empty object": {"json": {}},
    "no inputs": {"json": {"inputs": []}},
    "inputs that are no list": {"json": {"inputs": ink()}},
    "nothing before the bytes": {"data": INK, "headers": {LENGTH: "0"}},
}


@pytest.mark.parametrize("request_", NOTHING.values(), ids=NOTHING)
def test_what_has_no_tensors_is_refused(client, request_):
    """As by all of the API, where there is nothing to look at."""
    response = client.post(INFER, **request_)

    assert response.status_code == 400
    assert response.json["code"] == "invalid_request"
    assert "inputs" in response.json["error"]


WRONG = {
    "two inputs": {"json": {"inputs": [ink(), ink()]}},
    "another name": {"json": {"inputs": [ink(name="image")]}},
    "another type": {"json": {"inputs": [ink(datatype="FP32")]}},
    "another shape": {"json": {"inputs": [ink(shape=[1, 783])]}},
    "a negative shape": {"json": {"inputs": [ink(shape=[-1, 784])]}},
    "a vast shape": {"json": {"inputs": [ink(shape=[1, 2**32, 2**32, 784])]}},
    "too many elements": {"json": {"inputs": [ink(data=[0] * 785)]}},
    "an uneven nesting": {"json": {"inputs": [ink(data=[[0] * 783, 0])]}},
    "half an ink": {"json": {"inputs": [ink(data=[0.5] * 784)]}},
    "too much ink": {"json": {"inputs": [ink(data=[256] * 784)]}},
    "vast ink": {"json": {"inputs": [ink(data=[2**70] * 784)]}},
    "words": {"json": {"inputs": [ink(data=["0"] * 784)]}},
    "no data": {"json": {"inputs": [ink(data=None)]}},
    "an unknown output": {"json": {"inputs": [ink()], "outputs": [{"name": "colour"}]}},
    "too few bytes": behind(
        {"inputs": [ink(data=None, parameters={"binary_data_size": 784})]}, INK[1:]
    ),
    "another size than the bytes have": behind(
        {"inputs": [ink(data=None, parameters={"binary_data_size": 783})]}, INK
    ),
    "bytes of no size": behind({"inputs": [ink(data=None)]}, INK),
    "a length beyond the end": {"data": b"{}", "headers": {LENGTH: "99"}},
    "a vast length": {"data": b"{}", "headers": {LENGTH: "9" * 5000}},
    "a length that is none": {"data": b"{}", "headers": {LENGTH: "-1"}},
}


@pytest.mark.parametrize("request_", WRONG.values(), ids=WRONG)
def test_other_tensors_are_refused(client, request_):
    """What is not the model's input is the client's mistake, and said in the one form."""
    response = client.post(INFER, **request_)

    assert response.status_code == 400
    assert response.json["code"] == "invalid_tensors"


TOO_MANY = {
    "as text": {"json": {"inputs": [ink(shape=[3, 784], data=[*INK] * 3)]}},
    "as bytes": behind(
        {"inputs": [ink(shape=[3, 784], data=None, parameters={"binary_data_size": 3 * 784})]},
        INK * 3,
    ),
    "as a long text": {"json": {"inputs": [ink(shape=[99, 784], data=[[0]] * 99 * 784)]}},
}


@pytest.mark.parametrize("request_", TOO_MANY.values(), ids=TOO_MANY)
def test_too_many_images_are_refused(make_client, request_):
    """As in a batch of the API, so that no request takes more than its share."""
    classifier = InkClassifier()
    client = make_client(classifier=classifier, settings=Settings(max_batch=2))
    response = client.post(INFER, **request_)

    assert response.status_code == 413
    assert response.json["code"] == "request_too_large"
    assert classifier.shown == []


def test_without_a_model_there_is_no_answer(make_client):
    """The client may try again later."""
    response = make_client(classifier=UnavailableClassifier()).post(
        INFER, json={"inputs": [ink()]}
    )

    assert response.status_code == 503
    assert response.json["code"] == "classifier_unavailable"
