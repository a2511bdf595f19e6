"""No request takes more of the service than is promised, the largest that are accepted included."""

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
import requests

from tests.adapters.images.pictures import file_of, glyph, on_paper
from tests.e2e.service import running_service
from tests.fuzz.hostile import HARD_SIDE, hard, large
from tests.fuzz.many_parts import in_many_parts
from tests.pace import slowness
from web.settings import Settings

MEMORY = 200e6  # bytes
SECONDS, SECONDS_OF_A_BATCH = 2, 5  # of a processor
PATIENCE = 60  # seconds
TRIES = 3

LIMITS = Settings()
SIDE = int(LIMITS.max_pixels**0.5)
JSON = "application/json"
DRAWING = file_of(on_paper(glyph()).convert("RGB"))

pytestmark = pytest.mark.slow


@dataclass(frozen=True, slots=True)
class Measured:
    """A service of one process, and what each request takes of it."""

    url: str
    worker: psutil.Process

    def post(
        self, path: str, body: bytes, content_type: str, *, seconds: float = SECONDS
    ) -> tuple[requests.Response, str]:
        """
        Send a request; return the answer, and a complaint if it took too much each time.

        What else runs on the machine adds to what a request takes, and never the same.
        """
        for _ in range(TRIES):
            answer, memory, spent = self._measured(path, body, content_type)
            modest = memory < MEMORY and spent < seconds
            if modest:
                return answer, ""
        return answer, f"{memory / 1e6:.0f} MB, {spent:.2f} s"

    def _measured(
        self, path: str, body: bytes, content_type: str
    ) -> tuple[requests.Response, float, float]:
        """Return the answer, the bytes it took, and the usual seconds of a processor."""
        proc = Path("/proc", str(self.worker.pid))
        (proc / "clear_refs").write_text("5")  # the peak is what is used now
        before = slowness()
        memory, spent = self._peak(proc), sum(self.worker.cpu_times()[:2])
        headers = {"Content-Type": content_type}
        answer = requests.post(self.url + path, body, headers=headers, timeout=PATIENCE)
        memory = self._peak(proc) - memory
        spent = sum(self.worker.cpu_times()[:2]) - spent
        return answer, memory, spent / max(before, slowness())

    @staticmethod
    def _peak(proc: Path) -> int:
        [kib] = re.findall(r"VmHWM:\s*(\d+)", (proc / "status").read_text())
        return 1024 * int(kib)


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """A service that has answered already, as the first answer loads what all need."""
    with running_service(tmp_path_factory.mktemp("service")) as running:
        [worker] = psutil.Process(running.process.pid).children()
        measured = Measured(running.url, worker)
        for path in ("api/predict", "api/explain"):
            assert measured.post(path, DRAWING, "image/png")[0].status_code == 200
        yield measured


def in_json(image: bytes) -> bytes:
    """Return the image as the page sends it."""
    return json.dumps({"image": base64.b64encode(image).decode()}).encode()


def stretched(image: bytes) -> bytes:
    """Return the image with so much behind it that its JSON is as long as may be."""
    room = (LIMITS.max_bytes - 100) // 4 * 3
    return image + bytes(room - len(image))


@pytest.fixture(scope="module")
def largest():
    """The images with the most pixels that are read."""
    return large(SIDE)


@pytest.mark.parametrize("name", large(8))
def test_the_largest_image(service, largest, name):
    """In the largest request, it takes at most 200 MB and 2 seconds of a processor."""
    body = in_json(stretched(largest[name]))
    assert len(body) <= LIMITS.max_bytes
    answer, complaint = service.post("api/predict", body, JSON)

    assert (answer.status_code, answer.json()["code"]) == (422, "blank_image")
    assert not complaint


@pytest.fixture(scope="module")
def many_parts():
    """Files in so many parts as there is room for."""
    return in_many_parts((LIMITS.max_bytes - 10_000) // 4 * 3, SIDE)


@pytest.mark.parametrize("name", in_many_parts(8, 8))
def test_many_parts(service, many_parts, name):
    """A file is refused for them within the same bounds, however few pixels it has."""
    answer, complaint = service.post("api/predict", in_json(many_parts[name]), JSON)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_image")
    assert not complaint


BATCHES = {
    "drawings": [DRAWING] * LIMITS.max_batch,
    "garbage": [DRAWING[: len(DRAWING) // 2]] * LIMITS.max_batch,
}


@pytest.mark.parametrize("images", BATCHES.values(), ids=BATCHES)
def test_the_largest_batch(service, images):
    """As many images as may be are answered within the same bounds."""
    texts = [base64.b64encode(image).decode() for image in images]
    body = json.dumps({"images": texts}).encode()
    answer, complaint = service.post("api/predict/batch", body, JSON)

    assert answer.status_code == 200
    assert len(answer.json()["results"]) == LIMITS.max_batch
    assert not complaint


@pytest.mark.parametrize("name", ["PNG RGBA", "WebP", "TIFF RGBA", "GIF", "JPEG CMYK, turned"])
def test_a_batch_of_the_largest_images(service, largest, name):
    """They are read as long as there is time, and the others refused."""
    text = base64.b64encode(largest[name]).decode()
    texts = [text] * min(LIMITS.max_batch, LIMITS.max_bytes // len(text) - 1)
    answer, complaint = service.post(
        "api/predict/batch", json.dumps({"images": texts}).encode(), JSON
    )
    codes = [result["code"] for result in answer.json()["results"]]

    assert codes == ["blank_image"] * 2 + ["image_too_large"] * (len(texts) - 2)
    assert not complaint


@pytest.mark.parametrize("name", hard())
def test_a_batch_of_hard_images(service, name):
    """Of images that take longest for their pixels, too, no more are read than have the pixels of two of the largest."""
    text = base64.b64encode(hard()[name]).decode()
    texts = [text] * min(LIMITS.max_batch, LIMITS.max_bytes // len(text) - 1)
    answer, complaint = service.post(
        "api/predict/batch",
        json.dumps({"images": texts}).encode(),
        JSON,
        seconds=SECONDS_OF_A_BATCH,
    )
    codes = [result.get("code") for result in answer.json()["results"]]
    read = 2 * LIMITS.max_pixels // HARD_SIDE**2

    assert "image_too_large" not in codes[:read]
    assert codes[read:] == ["image_too_large"] * (len(texts) - read)
    assert not complaint


HEAVY = {
    "JSON of depth": (b'{"image": ' + b"[" * 10_000_000, JSON, 400),
    "many fields": (
        b"{" + b",".join(b'"%d":0' % number for number in range(700_000)) + b"}",
        JSON,
        413,
    ),
    "many things beside the image": (
        b'{"image": "a", "b": [' + b"[0]," * 2_400_000 + b"0]}",
        JSON,
        413,
    ),
    "many parts": (
        b"".join(
            b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\r\n' for _ in range(2**17)
        ),
        "multipart/form-data; boundary=x",
        413,
    ),
    "one long header of a part": (
        b"--x\r\nContent-Disposition: form-data; name=" + b"a" * 10_000_000,
        "multipart/form-data; boundary=x",
        400,
    ),
    "a boundary in each byte": (
        b"\r\n--" * 2_500_000,
        "multipart/form-data; boundary=x",
        400,
    ),
    "a number without end": (b'{"image": ' + b"9" * 10_000_000, JSON, 400),
    "base64 of nothing": (b'{"image": "' + b"=" * 10_000_000 + b'"}', JSON, 400),
}


@pytest.mark.parametrize(("body", "content_type", "status"), HEAVY.values(), ids=HEAVY)
def test_heavy_nonsense(service, body, content_type, status):
    """What is no image at all is refused within the same bounds, however long."""
    answer, complaint = service.post("api/predict", body, content_type)

    assert answer.status_code == status
    assert not complaint


@pytest.mark.parametrize("one", [b"{},", b"[],", b"0,"])
def test_a_batch_without_end(service, one):
    """More images than are read are refused before anything is made of them."""
    body = b'{"images": [' + one * (9_900_000 // len(one)) + b"0]}"
    answer, complaint = service.post("api/predict/batch", body, JSON)

    assert (answer.status_code, answer.json()["code"]) == (413, "request_too_large")
    assert not complaint


def test_an_explanation(service):
    """The model is asked many times for one, within the same bounds."""
    answer, complaint = service.post("api/explain", DRAWING, "image/png")

    assert answer.status_code == 200
    assert not complaint


def tensors(count: int, data: str, shape: str = "784") -> bytes:
    """Return a request of the inference protocol for so many images."""
    tensor = f'{{"name": "ink", "datatype": "UINT8", "shape": [{count}, {shape}], "data": {data}}}'
    return f'{{"inputs": [{tensor}]}}'.encode()


PIXELS = LIMITS.max_batch * 784
INFERENCES = {
    "as many images as may be": (tensors(LIMITS.max_batch, str([255] * PIXELS)), 200),
    "each pixel a list": (tensors(LIMITS.max_batch, "[" + "[9]," * (PIXELS - 1) + "[9]]"), 200),
    "each pixel an object": (tensors(LIMITS.max_batch, "[" + "{}," * PIXELS + "0]"), 400),
    "too many pixels": (tensors(2500, str([0] * (2500 * 784))), 413),
    "one long text among many": (
        tensors(1, f'["{"a" * 20_000}"' + ',""' * 12_000 + "]"),
        400,
    ),
    "the same output again and again": (
        tensors(LIMITS.max_batch, str([255] * PIXELS))[:-1]
        + b', "outputs": ['
        + b'{"name": "probabilities"},' * 20_000
        + b'{"name": "digit"}]}',
        400,
    ),
    "a shape without end": (tensors(1, "[0]", "9" + ",9" * 400_000), 400),
    "a shape of lists": (tensors(1, "[0]", "[]" + ",[]" * 200_000), 400),
    "parameters without end": (
        tensors(1, "[0]")[:-1]
        + b', "parameters": {'
        + b",".join(b'"%d":0' % number for number in range(400_000))
        + b"}}",
        400,
    ),
    "shapes without end": (tensors(1, "[0]", "9" + ",9" * 790_000), 413),
    "lists without end": (tensors(1, "[" * 10_000_000), 413),
}


@pytest.mark.parametrize(("body", "status"), INFERENCES.values(), ids=INFERENCES)
def test_an_inference(service, body, status):
    """Tensors are read within the same bounds, however they are nested."""
    answer, complaint = service.post("v2/models/digits/infer", body, JSON)

    assert answer.status_code == status
    assert not complaint
