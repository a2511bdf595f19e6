"""From HTTP to the archive and back, through the service as it is delivered."""

import base64
import io
import re
import struct
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from PIL import Image, ImageDraw

from tests.e2e.hand import ONE
from tests.e2e.service import ARTIFACT

PATIENCE = 30  # seconds


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


def post(service, **arguments):
    """Post to the API."""
    return requests.post(service.url + "api/predict", timeout=PATIENCE, **arguments)


def test_a_drawing_is_answered_and_kept(service):
    """A drawn 1 is read as a 1, and lies in the archive as the PNG that was sent."""
    response = post(service, **in_json(PNG))
    if response.status_code == 503 and not ARTIFACT.exists():
        pytest.skip("needs the model: make train")

    assert response.status_code == 200
    answer = response.json()
    assert answer["prediction"] == 1
    assert answer["certainty"] >= 60
    assert (service.archive / f"{answer['image_id']}.png").read_bytes() == PNG


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
def test_bad_images_do_no_harm(service, arguments, status, code):
    """Each is refused in the contract's form, leaves one line in the log and nothing else."""
    before = kept_files(service)
    with one_log_line(service):
        response = post(service, **arguments)

    assert_refusal(response, status, code)
    assert kept_files(service) == before
    assert requests.get(service.url + "healthz", timeout=PATIENCE).ok


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "nowhere", 404, "not_found"),
        ("POST", "api/nowhere", 404, "not_found"),
        ("GET", "api/predict", 405, "method_not_allowed"),
        ("DELETE", "", 405, "method_not_allowed"),
    ],
)
def test_wrong_addresses_do_no_harm(service, method, path, status, code):
    """An unknown path or a wrong method is refused in the contract's form, in one log line."""
    with one_log_line(service):
        response = requests.request(method, service.url + path, timeout=PATIENCE)

    assert_refusal(response, status, code)


def test_parallel_clients_lose_nothing(service):
    """Of 8 clients at once every image is kept whole, under a name of its own that sorts by time."""
    before = kept_files(service)
    sent = [png_of_a_one(shift=shift) for shift in range(40)]
    with ThreadPoolExecutor(max_workers=8) as clients:
        responses = list(clients.map(lambda png: post(service, **in_json(png)), sent))

    assert {response.status_code for response in responses} <= {200, 422, 503}
    new = [file for file in kept_files(service) - before if file.suffix == ".png"]
    assert sorted(file.read_bytes() for file in new) == sorted(sent)
    for file in new:
        with Image.open(file) as image:
            image.verify()
        assert re.match(r"\d{8}T\d{6}", file.name)


@contextmanager
def one_log_line(service):
    """Make sure that the service prints one line for what is done, and nothing but it."""
    before = len(service.log)
    yield
    # The line of an answer may come after the answer: a later request's line is waited for too.
    requests.get(service.url + "healthz", timeout=PATIENCE)
    deadline = time.monotonic() + PATIENCE
    lines = []
    while len(lines) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
        lines = service.log[before:].splitlines()

    assert len([line for line in lines if "GET /healthz" not in line]) == 1, lines


def kept_files(service):
    """Return all that lies in the archive."""
    return set(service.archive.iterdir()) if service.archive.exists() else set()


def assert_refusal(response, status, code):
    """Compare a refusal with the contract."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/json"
    assert set(response.json()) == {"error", "code"}
    assert response.json()["code"] == code
