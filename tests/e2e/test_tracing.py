"""Where the time of a request goes, as a collector hears it."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.e2e.service import CHECKOUT, running_service
from tests.fakes.collector import collector
from tests.load.drawings import own_digits, sheets

WORKERS = 2
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
STAGES = {"read", "archive", "classify"}
PATIENCE = 60  # seconds
SOON = "100"  # milliseconds until spans are sent


@pytest.fixture
def listening():
    """A collector."""
    with collector() as running:
        yield running


@pytest.fixture(params=["SWAGDIGIT_TRACING", "OTEL_EXPORTER_OTLP_ENDPOINT"])
def service(request, tmp_path, listening):
    """A service that is told of the collector, by its own setting or by the standard's."""
    settings = {request.param: listening.url, "OTEL_BSP_SCHEDULE_DELAY": SOON}
    with running_service(tmp_path, workers=WORKERS, SWAGDIGIT_THRESHOLD="0", **settings) as it:
        yield it


def post(service, drawing):
    """Post a drawing as part of a trace."""
    return requests.post(
        service.url + "api/predict",
        json={"image": drawing},
        headers={"traceparent": f"00-{TRACE}-{PARENT}-01"},
        timeout=PATIENCE,
    )


def test_each_request_and_its_stages_are_spans(service, listening):
    """From every process, each stage within its request, and the request in the trace of who asks."""
    drawings = [*sheets([*own_digits().values()], count=40)]
    with ThreadPoolExecutor(max_workers=8) as clients:
        assert all(answer.ok for answer in clients.map(lambda d: post(service, d), drawings))
    spans = listening.spans(len(drawings) * (1 + len(STAGES)), patience=PATIENCE)
    roots = {span.span_id: span for _, span in spans if span.name == "POST /api/predict"}
    stages = [span for _, span in spans if span.name in STAGES]

    assert len(roots) == len(drawings)
    assert {(s.trace_id.hex(), s.parent_span_id.hex()) for s in roots.values()} == {
        (TRACE, PARENT)
    }
    assert len(stages) == len(drawings) * len(STAGES)
    for stage in stages:
        root = roots[stage.parent_span_id]
        assert stage.start_time_unix_nano <= stage.end_time_unix_nano <= root.end_time_unix_nano
    assert {who["service.name"] for who, _ in spans} == {"swagdigit"}


def test_watchers_leave_no_trace(service, listening):
    """Health and metrics are asked for often, and always answered the same."""
    for path in ("healthz", "readyz", "metrics", "v2/health/live", "v2/models/digits/ready"):
        assert requests.get(service.url + path, timeout=PATIENCE).ok
    [drawing] = sheets([own_digits()["3"]], count=1)
    post(service, drawing)
    spans = listening.spans(1 + len(STAGES), patience=PATIENCE)

    assert {span.name for _, span in spans} == {"POST /api/predict", *STAGES}


def test_who_is_only_named_like_watchers_is_traced(service, listening):
    """Neither the name of the host nor what is asked for hides a request."""
    named = {"Host": "metrics.example.com"}
    assert requests.get(service.url + "api/system_info", headers=named, timeout=PATIENCE).ok
    requests.get(service.url + "api/system_info?metrics", timeout=PATIENCE)
    spans = listening.spans(2, patience=PATIENCE)

    assert {span.name for _, span in spans} == {"GET /api/system_info"}


@pytest.mark.parametrize(
    ("variables", "name"),
    [
        ({"OTEL_RESOURCE_ATTRIBUTES": "service.name=digits"}, "digits"),
        ({"OTEL_RESOURCE_ATTRIBUTES": "service.name=a", "OTEL_SERVICE_NAME": "b"}, "b"),
        ({"OTEL_SERVICE_NAME": ""}, "swagdigit"),
    ],
)
def test_the_variables_name_the_service(variables, name):
    """Either of those that may; one that is empty says nothing."""
    program = (
        "from web.observability.tracing import Tracing;"
        "print(Tracing(None)._provider.resource.attributes['service.name'])"
    )

    assert run(program, **variables).stdout == f"{name}\n"


def test_a_collector_that_is_away_is_no_harm(tmp_path):
    """Digits are read whether anybody hears of it or not."""
    [drawing] = sheets([own_digits()["3"]], count=1)
    settings = {"SWAGDIGIT_TRACING": "http://127.0.0.1:1", "OTEL_BSP_SCHEDULE_DELAY": SOON}
    with running_service(tmp_path, SWAGDIGIT_THRESHOLD="0", **settings) as service:
        for _ in range(5):
            assert post(service, drawing).json()["prediction"] == 3


def run(program, **environment):
    """Run a Python program in the checkout."""
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=CHECKOUT,
        env={"PATH": "", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_nothing_is_imported_that_is_not_asked_for():
    """Without tracing, OpenTelemetry costs nothing, not even to be imported."""
    program = "import main, sys; print([name for name in sys.modules if 'opentelemetry' in name])"

    assert run(program).stdout == "[]\n"


def test_without_opentelemetry_it_is_said_what_to_do():
    """One sentence, and no traceback."""
    program = "import sys; sys.modules['opentelemetry'] = None; import main"
    ended = run(program, SWAGDIGIT_TRACING="http://localhost:4318")

    assert ended.returncode == 1
    assert ended.stderr == (
        "SwagDigitClassifier3000 can not start, tracing needs OpenTelemetry, which is not"
        " installed: poetry install --extras tracing\n"
    )
