"""Made-up requests to a real service: what its description allows, what it forbids, odd images."""

import base64
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as some
from hypothesis.errors import Unsatisfiable
from schemathesis.generation import GenerationMode

from tests.fuzz.hostile import odd_images
from tests.reliability.server import Server
from tests.reliability.soak import Watched, watch

HANG = 10  # seconds; who waits longer for an answer has found a hang
WARM_UP = 0.5  # share of the requests after which memory and files are first measured

_SETTINGS = settings(
    deadline=None,
    database=None,
    phases=[Phase.generate],
    verbosity=Verbosity.quiet,
    suppress_health_check=list(HealthCheck),
)


@dataclass(slots=True)
class Asked:
    """
    What came of the requests.

    Attributes:
        operations: how many operations of the API were asked.
        answers: how often each status was answered.
        slowest: the longest wait for an answer, in seconds.
        early: what the service used after the warm-up.
        late: what it used at the end.
    """

    operations: int
    answers: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    early: Watched | None = None
    late: Watched | None = None

    @property
    def mistakes(self) -> int:
        """How many answers were a mistake of ours."""
        return sum(count for status, count in self.answers.items() if status >= 500)

    def note(self, send: Callable[[], requests.Response]) -> None:
        """Send a request, and note what is answered and after how long."""
        begun = time.perf_counter()
        response = send()
        self.slowest = max(self.slowest, time.perf_counter() - begun)
        self.answers[response.status_code] += 1


def ask_api(folder: Path, count: int) -> Asked:
    """Start a service in the folder, and send it at least so many requests."""
    server = Server(folder)
    server.start()
    try:
        return _ask(server, count)
    finally:
        server.stop()
        server.close()


def _ask(server: Server, count: int) -> Asked:
    url = f"http://127.0.0.1:{server.port}"
    schema = schemathesis.openapi.from_url(f"{url}/api/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    asked = Asked(len(operations))
    call, send_odd = _caller(asked, url), _sender(asked, url)
    rounds = [
        *((operation.as_strategy(mode), call) for operation in operations for mode in MODES),
        *[(odd_requests(), send_odd)] * len(operations),
    ]
    while asked.answers.total() < count:
        missing = count - asked.answers.total()
        for cases, send in rounds:
            _each(cases, send, min(50, 1 + missing // len(rounds)))
            if asked.early is None and asked.answers.total() >= WARM_UP * count:
                asked.early = watch(server)
    asked.late = watch(server)
    return asked


MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


def _each[Case](
    cases: some.SearchStrategy[Case], send: Callable[[Case], None], count: int
) -> None:
    with suppress(Unsatisfiable):  # what takes no parameters can not be given wrong ones
        settings(_SETTINGS, max_examples=count)(given(cases)(send))()


# Each request has a connection of its own, so that all workers have their share.
def _caller(asked: Asked, url: str) -> Callable[..., None]:
    def call(case: schemathesis.Case) -> None:
        asked.note(lambda: case.call(base_url=url, timeout=HANG))

    return call


def _sender(asked: Asked, url: str) -> Callable[..., None]:
    def send(request: dict[str, object]) -> None:
        asked.note(lambda: requests.post(f"{url}/api/predict", timeout=HANG, **request))

    return send


@some.composite
def odd_requests(draw: some.DrawFn) -> dict[str, object]:
    """Make a request that carries an odd image, some bytes of which may be changed."""
    image = bytearray(draw(some.sampled_from(sorted(odd_images().values()))))
    for _ in range(draw(some.integers(0, 5))):
        image[draw(some.integers(0, len(image) - 1))] = draw(some.integers(0, 255))
    data = bytes(image)
    return draw(
        some.sampled_from(
            [
                {"data": data, "headers": {"Content-Type": "image/png"}},
                {"json": {"image": base64.b64encode(data).decode()}},
                {"files": {"image": data}},
            ]
        )
    )
