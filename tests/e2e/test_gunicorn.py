"""From HTTP to the archive and back, through the service as it is delivered."""

import base64
import io
import re
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

import pytest
import requests
from PIL import Image, ImageDraw

from tests.e2e.hand import ONE
from tests.e2e.service import ARTIFACT, running_service

PATIENCE = 30  # seconds
WORKERS = 2


def png_of_a_one(*, shift=0):
    """Draw a 1 on paper of 280 x 280, a few pixels to the right."""
    image = Image.new("RGB", (280, 280), "white")
    for stroke in ONE:
        line = [(0.28 * x + shift, 0.28 * y) for x, y in stroke]
        ImageDraw.Draw(image).line(line, fill="black", width=18, joint="curve")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


PNG = png_of_a_one()


def chunk(kind, content):
    """Return a part of a PNG file."""
    return (
        struct.pack(">I", len(content))
        + kind
        + content
        + struct.pack(">I", zlib.crc32(kind + content))
    )


# Some hundred bytes that say they are 900 million pixels.
VAST_PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(bytes(1000)))
    + chunk(b"IEND", b"")
)


def in_json(content):
    """Return the arguments that post an image file as the page does."""
    address = "data:image/png;base64," + base64.b64encode(content).decode()
    return {"json": {"image": address}}


def body(content, content_type="application/json"):
    """Return the arguments that post this body."""
    return {"data": content, "headers": {"Content-Type": content_type}}


class Client:
    """A client of a service that nobody else uses, so that each line of its log is accounted for."""

    def __init__(self, service):
        self.service = service
        self._requests = 1  # to see that it is there
        self._counting = Lock()

    def request(self, method, path, **arguments):
        """Make a request."""
        with self._counting:
            self._requests += 1
        return requests.request(method, self.service.url + path, timeout=PATIENCE, **arguments)

    def post(self, **arguments):
        """Post to the API."""
        return self.request("POST", "api/predict", **arguments)

    def log(self):
        """
        Return the lines of the log, once each request and each worker has its own.

        A request's comes after the answer, a worker's when others answer already.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            lines = self.service.log.splitlines()
            answered = sum(" 127.0.0.1 " in line for line in lines)
            booted = sum("Booting worker" in line for line in lines)
            complete = answered >= self._requests and booted >= WORKERS
            if complete or time.monotonic() > deadline:
                return lines
            time.sleep(0.01)

    def kept(self):
        """Return all files in the archive."""
        return set(self.service.archive.iterdir()) if self.service.archive.exists() else set()


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A client of a service of its own."""
    with running_service(tmp_path_factory.mktemp("gunicorn"), workers=WORKERS) as service:
        yield Client(service)


def test_a_drawing_is_answered_and_kept(client):
    """A drawn 1 is read as a 1, and lies in the archive as the PNG that was sent."""
    response = client.post(**in_json(PNG))
    if response.status_code == 503 and not ARTIFACT.exists():
        pytest.skip("needs the model: make train")

    assert response.status_code == 200
    answer = response.json()
    assert answer["prediction"] == 1
    assert answer["certainty"] >= 60
    assert (client.service.archive / f"{answer['image_id']}.png").read_bytes() == PNG


BAD_REQUESTS = {
    "empty body": (body(b""), 400, "invalid_request"),
    "wrong JSON": (body(b'{"image": '), 400, "invalid_request"),
    "no image": ({"json": {"picture": "aW1hZ2U="}}, 400, "invalid_request"),
    "broken base64": ({"json": {"image": "data:image/png;base64,a%b"}}, 400, "invalid_image"),
    "text as PNG": (in_json(b"This is not a picture."), 400, "invalid_image"),
    "text as image/png": (body(b"This is not a picture.", "image/png"), 400, "invalid_image"),
    "truncated PNG": (in_json(PNG[: len(PNG) // 2]), 400, "invalid_image"),
    "50 MB": (body(b'"' + b"A" * 50_000_000), 413, "request_too_large"),
    "50 MB image": (body(PNG + bytes(50_000_000), "image/png"), 413, "request_too_large"),
    "30000 x 30000": (in_json(VAST_PNG), 413, "image_too_large"),
}


@pytest.mark.parametrize(("arguments", "status", "code"), BAD_REQUESTS.values(), ids=BAD_REQUESTS)
def test_bad_images_do_no_harm(client, arguments, status, code):
    """Each is refused in the contract's form, leaves one line in the log and nothing else."""
    log, kept = client.log(), client.kept()
    response = client.post(**arguments)

    assert_refusal(response, status, code)
    assert len(client.log()) == len(log) + 1
    assert client.kept() == kept
    assert client.request("GET", "healthz").ok


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "nowhere", 404, "not_found"),
        ("POST", "api/nowhere", 404, "not_found"),
        ("GET", "api/predict", 405, "method_not_allowed"),
        ("DELETE", "", 405, "method_not_allowed"),
    ],
)
def test_wrong_addresses_do_no_harm(client, method, path, status, code):
    """An unknown path or a wrong method is refused in the contract's form, in one log line."""
    log = client.log()
    response = client.request(method, path)

    assert_refusal(response, status, code)
    assert len(client.log()) == len(log) + 1


def test_parallel_clients_lose_nothing(client):
    """Of 8 clients at once every image is kept whole, under a name of its own that sorts by time."""
    before = client.kept()
    sent = [png_of_a_one(shift=shift) for shift in range(40)]
    with ThreadPoolExecutor(max_workers=8) as clients:
        responses = list(clients.map(lambda png: client.post(**in_json(png)), sent))

    assert {response.status_code for response in responses} <= {200, 422, 503}
    new = [file for file in client.kept() - before if file.suffix == ".png"]
    assert sorted(file.read_bytes() for file in new) == sorted(sent)
    for file in new:
        with Image.open(file) as image:
            image.verify()
        assert re.match(r"\d{8}T\d{6}", file.name)


def assert_refusal(response, status, code):
    """Compare a refusal with the contract."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    assert set(response.json()) == {"error", "code"}
    assert response.json()["code"] == code
