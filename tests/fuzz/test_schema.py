"""What the API's own description allows: made-up requests, by the thousand in `make fuzz`."""

import os

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from tests.fakes.archive import InMemoryArchive
from tests.fakes.monitor import FixedMonitor
from web.app import create_app
from web.container import Container
from web.settings import Settings

EXAMPLES = int(
    os.environ.get("API_EXAMPLES", "20")
)  # of each operation; `make fuzz` asks for more


@pytest.fixture(scope="module")
def operations():
    """All that can be asked of a service with the real reader and model."""
    container = Container(settings=Settings(), archive=InMemoryArchive(), monitor=FixedMonitor())
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", create_app(container))
    return [found.ok() for found in schema.get_all_operations()]


def test_no_request_is_a_mistake_of_ours(operations):
    """Whatever is asked for as the description allows, the answer is never a 5xx."""
    assert len(operations) >= 8
    for operation in operations:
        _ask(operation.as_strategy())


def _ask(cases):
    @given(cases)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    def ask(case):
        response = case.call()
        assert response.status_code < 500, response.text

    ask()
