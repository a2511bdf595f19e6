"""The clients of Triton and KServe, against the service as it is delivered."""

import base64
import importlib.util
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import pytest
import requests
from requests.adapters import HTTPAdapter
from tritonclient.http import InferenceServerClient, InferInput, InferRequestedOutput
from tritonclient.utils import InferenceServerException
from urllib3 import Retry

from adapters.classifiers.remote_classifier import RemoteClassifier
from adapters.images.pillow_reader import PillowImageReader
from swagdigit import DigitImage
from tests.e2e.kserve_model import expected
from tests.e2e.service import running_service
from tests.load.drawings import own_digits, sheets

HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "kserve_requests.json").read_text())
LENGTH = "Inference-Header-Content-Length"
PATIENCE = 30  # seconds


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    """The address of a service that also tells what it is not certain of."""
    folder = tmp_path_factory.mktemp("service")
    with running_service(folder, SWAGDIGIT_THRESHOLD="0") as service:
        yield service.url


@pytest.fixture(scope="module")
def drawings():
    """The ten digits as the page sends them."""
    return [sheet for strokes in own_digits().values() for sheet in sheets([strokes], count=1)]


@pytest.fixture(scope="module")
def ink(drawings):
    """The same as the service reads them, n x 784."""
    reader = PillowImageReader(max_pixels=10**6)
    return np.array([[*reader.read(drawing).digit.ink] for drawing in drawings], np.uint8)


@pytest.fixture(scope="module")
def answers(url, drawings):
    """What /api/predict answers."""
    post = [{"url": url + "api/predict", "json": {"image": drawing}} for drawing in drawings]
    return [requests.post(**arguments, timeout=PATIENCE).json() for arguments in post]


@pytest.fixture
def triton(url):
    """Triton's client of the service."""
    with InferenceServerClient(urlsplit(url).netloc) as client:
        yield client


def test_triton_sees_a_server_and_its_model(triton, answers):
    """It finds everything that it looks for before it asks."""
    metadata = triton.get_model_metadata("digits")

    assert triton.is_server_live()
    assert triton.is_server_ready()
    assert triton.is_model_ready("digits")
    assert triton.get_server_metadata()["extensions"] == ["binary_tensor_data"]
    assert metadata["versions"] == [answers[0]["model"]]


def test_triton_asks_for_a_version(triton, ink, answers):
    """The one that the metadata name, and packs what it sends."""
    [version] = triton.get_model_metadata("digits")["versions"]
    tensor = InferInput("ink", list(ink.shape), "UINT8").set_data_from_numpy(ink)

    assert triton.is_model_ready("digits", version)
    assert triton.get_model_metadata("digits", version)["versions"] == [version]
    for packing in (None, "gzip", "deflate"):
        result = triton.infer("digits", [tensor], version, request_compression_algorithm=packing)
        assert_the_same(result.as_numpy("digit"), result.as_numpy("probabilities"), answers)


@pytest.mark.parametrize("binary", [True, False], ids=["as bytes", "as JSON"])
def test_triton_gets_the_digits_of_the_api(triton, ink, answers, binary):
    """Asked once for all images, in either form, it is told what /api/predict tells of each."""
    tensor = InferInput("ink", list(ink.shape), "UINT8").set_data_from_numpy(ink, binary)
    names = ("digit", "probabilities")
    outputs = [InferRequestedOutput(name, binary_data=binary) for name in names]
    result = triton.infer("digits", [tensor], outputs=outputs, request_id="7")

    assert_the_same(*map(result.as_numpy, names), answers)
    assert result.get_response()["id"] == "7"
    assert result.get_response()["model_version"] == answers[0]["model"]


def test_triton_asks_for_bytes_by_itself(triton, ink, answers):
    """Who names no outputs gets all of them, as bytes."""
    tensor = InferInput("ink", list(ink.shape), "UINT8").set_data_from_numpy(ink)
    result = triton.infer("digits", [tensor])

    assert "binary_data_size" in result.get_output("digit")["parameters"]
    assert_the_same(result.as_numpy("digit"), result.as_numpy("probabilities"), answers)


def test_triton_shows_a_refusal(triton, ink):
    """Its exception has our sentence."""
    tensor = InferInput("image", list(ink.shape), "UINT8").set_data_from_numpy(ink)

    with pytest.raises(InferenceServerException, match="tenseurs"):
        triton.infer("digits", [tensor])


def assert_the_same(digits, probabilities, answers):
    """Compare with what /api/predict answered."""
    assert [*digits] == [answer["prediction"] for answer in answers]
    for row, answer in zip(probabilities, answers, strict=True):
        assert [*row] == pytest.approx(answer["probabilities"], abs=1e-6)


@pytest.mark.parametrize("request_", RECORDED, ids=lambda sent: f"{sent['path']} {sent['type']}")
def test_what_kserve_sends_is_answered(url, request_):
    """Each request that KServe's client was seen to send gets an answer of the kind it reads."""
    headers = {"Content-Type": request_["type"], LENGTH: request_["length"]}
    response = requests.request(
        request_["method"],
        url + request_["path"].lstrip("/"),
        data=base64.b64decode(request_["body"]),
        headers={name: value for name, value in headers.items() if value},
        timeout=PATIENCE,
    )
    answer = json.loads(response.content[: int(response.headers.get(LENGTH, 10**9))])

    assert response.status_code == 200
    if request_["path"].endswith("/infer"):
        assert answer["id"] == "of the test"
        assert (LENGTH in response.headers) == (request_["type"] == "application/octet-stream")
        assert [output["shape"] for output in answer["outputs"]] == [[10], [10, 10]]


@pytest.fixture
def kserve():
    """A Python that has KServe."""
    python = os.environ.get("KSERVE_PYTHON")
    if not python and importlib.util.find_spec("kserve"):
        python = sys.executable
    if not python:
        pytest.skip("needs kserve, which is not in the lock: KSERVE_PYTHON=/an/env/bin/python")
    return python


@pytest.fixture
def conversation(kserve, url, ink):
    """What KServe's own client makes of the service, and what it sends."""
    images = json.dumps(ink.tolist()).encode()
    command = [kserve, HERE / "kserve_client.py", url]
    return json.loads(subprocess.run(command, input=images, check=True, stdout=-1).stdout)


def test_kserve_gets_the_digits_of_the_api(conversation, answers):
    """KServe's client finds the model ready, and is told what /api/predict tells."""
    told = conversation["told"]

    assert (told["live"], told["ready"], told["model_ready"]) == (True, True, True)
    for form in ("json", "binary"):
        probabilities = np.reshape(told[form]["probabilities"], (-1, 10))
        assert_the_same(told[form]["digit"], probabilities, answers)


def test_kserve_sends_what_was_recorded(conversation):
    """What is tried where there is no KServe is what its client sends."""
    assert conversation["sent"] == RECORDED


@pytest.fixture
def kserve_server(kserve):
    """The address of KServe's own server, with a model of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    retry = HTTPAdapter(max_retries=Retry(connect=100, backoff_factor=0.1, backoff_max=0.5))
    with (
        subprocess.Popen([kserve, HERE / "kserve_server.py", str(port)]) as server,
        requests.Session() as session,
    ):
        session.mount(url, retry)
        session.get(url + "/v2/health/ready", timeout=PATIENCE).raise_for_status()
        yield url
        server.terminate()


def test_kserves_server_can_be_asked(kserve_server, ink):
    """Its model's probabilities come through, in one call for all images."""
    classifier = RemoteClassifier(kserve_server, model="digits", timeout=PATIENCE)
    classifier.check()
    predictions = classifier.classify([DigitImage(bytes(row)) for row in ink])

    for prediction, row in zip(predictions, expected(ink), strict=True):
        assert prediction.probabilities == pytest.approx(row, abs=1e-4)
