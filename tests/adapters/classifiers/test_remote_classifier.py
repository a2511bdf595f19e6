"""RemoteClassifier says what a server says, or that it can not."""

import gzip
import json
import math
import socket
import threading

import numpy as np
import pytest

from adapters.classifiers.inference_protocol import infer_answer
from adapters.classifiers.pickle_classifier import PickleClassifier
from adapters.classifiers.remote_classifier import RemoteClassifier
from swagdigit import ClassifierUnavailable, DigitImage
from tests.contracts.classifier import BLANK, FULL, STROKE, ClassifierContract
from tests.e2e.service import ARTIFACT, running_service
from tests.fakes.classifier import SURE_OF_5
from tests.fakes.inference_server import ANSWER, METADATA, TENSOR, inference_server


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """This service, as a second process."""
    with running_service(tmp_path_factory.mktemp("remote"), workers=2) as service:
        yield service


@pytest.fixture
def server():
    """A server that answers as it is told to."""
    with inference_server() as server:
        yield server


def remote(server, *, timeout=30.0):
    """Return a classifier that asks this server."""
    return RemoteClassifier(server.url, model="digits", timeout=timeout)


class TestRemoteClassifier(ClassifierContract):
    """The contract, kept with another process of this service, tensors as bytes."""

    @pytest.fixture
    def classifier(self, service):
        return remote(service)


def test_it_says_what_the_server_says(service):
    """The probabilities are those of the model there, to a ten-thousandth."""
    random = np.random.default_rng(1)
    strengths = random.integers(0, 256, (200, 784)) * (random.random((200, 784)) < 0.2)
    images = [DigitImage(row.astype(np.uint8).tobytes()) for row in strengths]
    here, there = PickleClassifier(ARTIFACT), remote(service)

    for one, other in zip(here.classify(images), there.classify(images), strict=True):
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-4)
        assert one.model == other.model


def test_a_server_may_know_json_only(server):
    """Without the extension, tensors travel as JSON, and the answer may be single precision."""
    server.answers["/infer"] = 200, ANSWER | {"outputs": [TENSOR | {"datatype": "FP32"}]}
    [prediction] = remote(server).classify([STROKE])
    [(_, sent)] = [one for one in server.asked if one[0] == "/v2/models/digits/infer"]

    assert prediction.probabilities == SURE_OF_5
    assert prediction.model == "fake-1"
    assert json.loads(sent)["inputs"][0]["data"] == [*STROKE.ink]


def test_a_batch_is_one_request(server):
    """However many images there are; and the server is asked what it is once."""
    rows = {"shape": [3, 10], "data": [[*SURE_OF_5]] * 3}
    server.answers["/infer"] = 200, ANSWER | {"outputs": [TENSOR | rows]}
    classifier = remote(server)
    for _ in range(2):
        assert len(classifier.classify([STROKE, BLANK, FULL])) == 3

    assert server.times("/infer") == 2
    assert server.times("/models/digits") == server.times("/v2") == 1


def test_more_images_than_a_server_takes_are_several_requests(server):
    """And one answer, in order."""
    rows = {"shape": [2, 10], "data": [[*SURE_OF_5]] * 2}
    server.answers["/infer"] = 200, ANSWER | {"outputs": [TENSOR | rows]}
    classifier = RemoteClassifier(server.url, model="digits", timeout=30.0, at_most=2)

    assert len(classifier.classify([STROKE, BLANK, FULL, STROKE])) == 4
    assert server.times("/infer") == 2


def test_nobody_is_asked_about_nothing(server):
    """No images, no request."""
    assert remote(server).classify([]) == []
    assert server.asked == []


def test_a_server_without_versions_is_named_by_its_model(server):
    """The protocol lets a server have none."""
    server.answers["/infer"] = 200, {k: v for k, v in ANSWER.items() if k != "model_version"}

    assert remote(server).classify([STROKE])[0].model == "digits"


def test_a_refused_connection_is_no_model():
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"

    for ask in (lambda it: it.check(), lambda it: it.classify([STROKE])):
        with pytest.raises(ClassifierUnavailable, match="does not answer"):
            ask(RemoteClassifier(url, model="digits", timeout=30))


def test_a_slow_server_is_not_waited_for(server):
    """After the time-out it is asked once more, and then by nobody for a while."""
    classifier = remote(server, timeout=0.2)
    classifier.check()
    over = threading.Event()
    server.answers["/infer"] = lambda: (over.wait(), (200, ANSWER))[1]
    for _ in range(3):
        with pytest.raises(ClassifierUnavailable, match="timed out"):
            classifier.classify([STROKE])
    over.set()

    assert server.times("/infer") == 2


def test_a_passing_weakness_is_not_told(server):
    """A server that is restarted answers 503 for a moment, and then well."""
    answers = iter([(503, {}), (502, {}), (200, ANSWER)])
    server.answers["/infer"] = lambda: next(answers)

    assert remote(server).classify([STROKE])[0].digit == 5
    assert server.times("/infer") == 3


def test_a_lasting_weakness_is_told_with_its_reason(server):
    """It is asked three times, and what it says is for the operator."""
    server.answers["/infer"] = 503, {"error": "out of memory"}
    with pytest.raises(ClassifierUnavailable, match=r"503: .*out of memory"):
        remote(server).classify([STROKE])

    assert server.times("/infer") == 3


def test_a_redirection_is_not_followed(server):
    """Images go to the server that the operator has named, and to no other."""
    server.answers["/infer"] = 307, b"elsewhere"
    with pytest.raises(ClassifierUnavailable, match="answers 307"):
        remote(server).classify([STROKE])

    assert server.times("/infer") == 1


WRONG_ANSWERS = {
    "no JSON": (200, b"{"),
    "not an answer": (200, {"predictions": [5]}),
    "no outputs": (200, ANSWER | {"outputs": []}),
    "another shape": (200, ANSWER | {"outputs": [TENSOR | {"shape": [1, 11]}]}),
    "another count": (200, ANSWER | {"outputs": [TENSOR | {"shape": [2, 10]}]}),
    "too few numbers": (200, ANSWER | {"outputs": [TENSOR | {"data": [0.1] * 9}]}),
    "words": (200, ANSWER | {"outputs": [TENSOR | {"data": ["five"] * 10}]}),
    "objects": (200, ANSWER | {"outputs": [TENSOR | {"data": [{}] * 10}]}),
    "no data": (200, ANSWER | {"outputs": [TENSOR | {"data": None}]}),
    "not a number": (200, ANSWER | {"outputs": [TENSOR | {"data": [math.nan] * 10}]}),
    "no probabilities": (200, ANSWER | {"outputs": [TENSOR | {"data": [0.5] * 10}]}),
    "a version without end": (200, ANSWER | {"model_version": "1" * 201}),
    "a version of two lines": (200, ANSWER | {"model_version": "1\n2"}),
    "packed": (200, gzip.compress(json.dumps(ANSWER).encode())),
    "a refusal": (400, {"error": "no"}),
    "a mistake of its own": (500, b"<html>"),
    "another address": (307, b""),
}


@pytest.mark.parametrize("answer", WRONG_ANSWERS.values(), ids=WRONG_ANSWERS)
def test_a_wrong_answer_is_no_answer(server, answer):
    """Whatever is said, it is ten probabilities for each image, or the model is unavailable."""
    classifier = remote(server)
    server.answers["/infer"] = answer
    with pytest.raises(ClassifierUnavailable, match="answers"):
        classifier.classify([STROKE])
    server.answers["/infer"] = 200, ANSWER

    assert classifier.classify([STROKE])[0].digit == 5


@pytest.mark.parametrize("length", ["-1", "many", "9" * 5000])
def test_a_wrong_length_is_no_answer(length):
    """The header that says where the bytes begin may be wrong as well."""

    with pytest.raises(ValueError, match="Length"):
        infer_answer(b"{}", length, 1)


OTHER_CONTRACTS = {
    "another input": {"inputs": [{"name": "input-0", "datatype": "FP32", "shape": [-1, 784]}]},
    "one more input": {"inputs": [*METADATA["inputs"], *METADATA["inputs"]]},
    "no probabilities": {"outputs": [{"name": "digit", "datatype": "INT64", "shape": [-1]}]},
    "another type": {"outputs": [METADATA["outputs"][0] | {"datatype": "BYTES"}]},
    "more classes": {"outputs": [METADATA["outputs"][0] | {"shape": [-1, 1000]}]},
}


@pytest.mark.parametrize("metadata", OTHER_CONTRACTS.values(), ids=OTHER_CONTRACTS)
def test_another_model_is_refused(server, metadata):
    """It is told at start what the model there takes and gives, and what it should."""
    server.answers["/models/digits"] = 200, METADATA | metadata
    for ask in (lambda it: it.check(), lambda it: it.classify([STROKE])):
        with pytest.raises(ClassifierUnavailable, match="to tell digits apart it has to take"):
            ask(remote(server))

    assert server.times("/infer") == 0


def test_another_protocol_is_refused(server):
    """A server that is no inference server says so by its answers."""
    server.answers["/models/digits"] = 200, b"<html>Welcome</html>"

    with pytest.raises(ClassifierUnavailable, match="answers wrongly"):
        remote(server).check()


def test_a_server_that_is_replaced_is_looked_at_again(server):
    """After a refusal it is asked anew what it is."""
    classifier = remote(server)
    classifier.classify([STROKE])
    server.answers["/infer"] = 404, {}
    server.answers["/models/digits"] = 200, METADATA | {"inputs": []}
    with pytest.raises(ClassifierUnavailable, match="404"):
        classifier.classify([STROKE])

    with pytest.raises(ClassifierUnavailable, match="the model takes"):
        classifier.classify([STROKE])


def test_the_check_fails_while_the_model_is_not_ready(server):
    """The service is not ready as long as the other is not."""
    classifier = remote(server)
    server.answers["/ready"] = 503, {"ready": False}
    with pytest.raises(ClassifierUnavailable, match="503"):
        classifier.check()
    server.answers["/ready"] = 200, {}

    classifier.check()
