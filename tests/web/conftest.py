"""The application made of fakes."""

import os
import threading
from collections.abc import Callable
from contextlib import ExitStack

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from tests.fakes.archive import InMemoryArchive
from tests.fakes.classifier import FixedClassifier
from tests.fakes.monitor import FixedMonitor
from tests.web.parts import NotingReader
from web.app import create_app
from web.container import Container
from web.settings import PREFIX, Settings


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    """No setting of this machine's takes part in a test."""
    for name in os.environ.keys() & {PREFIX + field.upper() for field in Settings.model_fields}:
        monkeypatch.delenv(name)


@pytest.fixture
def reader():
    """The reader of the client's application."""
    return NotingReader()


@pytest.fixture
def archive():
    """The archive of the client's application."""
    return InMemoryArchive()


@pytest.fixture
def make_client(reader, archive) -> Callable[..., FlaskClient]:
    """Makes a client of an application of fakes, but for the parts that are given."""

    def make(**parts: object) -> FlaskClient:
        fakes = {
            "settings": Settings(),
            "reader": reader,
            "archive": archive,
            "classifier": FixedClassifier(),
            "monitor": FixedMonitor(),
        }
        return create_app(Container(**fakes | parts)).test_client()

    return make


@pytest.fixture
def client(make_client) -> FlaskClient:
    """A client of an application of fakes, which is certain of a five."""
    return make_client()


@pytest.fixture
def serve():
    """Serves an application on a port of this machine until the test ends, and returns where."""
    with ExitStack() as stack:

        def start(app) -> str:
            server = make_server("127.0.0.1", 0, app, threaded=True)
            stack.callback(server.server_close)
            thread = threading.Thread(target=server.serve_forever)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.port}"

        yield start
