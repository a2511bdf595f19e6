"""An OpenTelemetry collector that keeps what it is told."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


class Collector:
    """
    What came by OTLP over HTTP, as protobuf.

    Attributes:
        url: where it listens, without `/v1/traces`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._requests: list[ExportTraceServiceRequest] = []
        self._more = threading.Condition()

    def take(self, body: bytes) -> None:
        """Take a request."""
        with self._more:
            self._requests.append(ExportTraceServiceRequest.FromString(body))
            self._more.notify_all()

    def spans(self, enough: int, *, patience: float) -> list[tuple[dict[str, str], Any]]:
        """Return each span with the attributes of who sent it, once there are enough."""
        with self._more:
            assert self._more.wait_for(lambda: len(self._spans()) >= enough, patience)
            return self._spans()

    def _spans(self) -> list[tuple[dict[str, str], Any]]:
        return [
            ({pair.key: pair.value.string_value for pair in of_one.resource.attributes}, span)
            for request in self._requests
            for of_one in request.resource_spans
            for scope in of_one.scope_spans
            for span in scope.spans
        ]


@contextmanager
def collector() -> Iterator[Collector]:
    """Run such a collector."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers["Content-Encoding"] == "gzip":
                body = gzip.decompress(body)
            known = self.path == "/v1/traces"
            if known:
                running.take(body)
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        running = Collector(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield running
        server.shutdown()
        thread.join()
