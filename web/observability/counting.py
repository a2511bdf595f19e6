"""Counting: the app's requests and refusals become metrics."""

import time

from flask import Flask, Response, g, request

from web.observability.metrics import Metrics
from web.refusing import refused
from web.schemas.refusals import Code


def init_app(app: Flask, metrics: Metrics) -> None:
    """Let the app count its requests; it has to log them too, which says when each began."""

    def count(response: Response) -> Response:
        metrics.count_request(
            request.endpoint,
            request.method,
            response.status_code,
            time.perf_counter() - g.begun,
        )
        return response

    def count_refusal(_app: Flask, code: Code) -> None:
        metrics.count_refusal(code)

    app.after_request(count)
    # The app lives as long as the process: nothing else keeps the function.
    refused.connect(count_refusal, app, weak=False)
