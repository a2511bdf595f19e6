"""A server of the Open Inference Protocol v2 that answers as it is told to."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.fakes.classifier import SURE_OF_5

METADATA = {
    "name": "digits",
    "inputs": [{"name": "ink", "datatype": "UINT8", "shape": [-1, 784]}],
    "outputs": [{"name": "probabilities", "datatype": "FP64", "shape": [-1, 10]}],
}
TENSOR = {"name": "probabilities", "datatype": "FP64", "shape": [1, 10], "data": [*SURE_OF_5]}
ANSWER = {"model_name": "digits", "model_version": "fake-1", "outputs": [TENSOR]}

GZIP = b"\x1f\x8b"

type Answer = tuple[int, object] | Callable[[], tuple[int, object]]


class InferenceServer:
    """
    A server on this machine that knows JSON only, unless it is told otherwise.

    Attributes:
        url: its address.
        answers: by the end of the path, a status and what to send as JSON (bytes: as they are), or
            what gives both.
        asked: each path that it was asked for, with the body.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[tuple[str, bytes]] = []
        self.answers: dict[str, Answer] = {
            "/v2": (200, {"name": "fake", "extensions": []}),
            "/ready": (200, {"ready": True}),
            "/models/digits": (200, METADATA),
            "/infer": (200, ANSWER),
        }

    def answer(self, path: str, body: bytes) -> tuple[int, bytes]:
        """Answer a request."""
        self.asked.append((path, body))
        answer = next(answer for end, answer in self.answers.items() if path.endswith(end))
        status, content = answer() if callable(answer) else answer
        return status, content if isinstance(content, bytes) else json.dumps(content).encode()

    def times(self, end: str) -> int:
        """Return how often a path with this end was asked for."""
        return sum(path.endswith(end) for path, _ in self.asked)


@contextmanager
def inference_server() -> Iterator[InferenceServer]:
    """Run such a server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            status, content = server.answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            if content.startswith(GZIP):
                self.send_header("Content-Encoding", "gzip")
            if status == HTTPStatus.TEMPORARY_REDIRECT:
                self.send_header("Location", server.url + self.path)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass  # a client that did not wait is what some tests are about

    with Quiet(("127.0.0.1", 0), Handler) as listener:
        server = InferenceServer(f"http://127.0.0.1:{listener.server_port}")
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        yield server
        listener.shutdown()
        thread.join()
