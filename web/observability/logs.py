"""The log: one line a request and one for whatever else an operator has to know."""

import logging
import re
import secrets
import sys
import time
from typing import Literal, override

from flask import Flask, Response, g, has_request_context, request
from pythonjsonlogger.json import JsonFormatter

type LogFormat = Literal["text", "json"]

REQUEST_ID = "X-Request-ID"

_OURS = ("web", "adapters", "swagdigit")
_ACCEPTED_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
_TEXT = "[%(asctime)s] [%(process)d] [%(levelname)s] [%(request_id)s] %(message)s"
_TEXT_TIME = "%Y-%m-%d %H:%M:%S %z"  # as gunicorn's own lines have it
_JSON = "%(process)d %(levelname)s %(name)s %(message)s"
_JSON_NAMES = {"levelname": "level", "name": "logger"}

_log = logging.getLogger("web.requests")


def configure(log_format: LogFormat) -> None:
    """
    Let everything be written in this format, to the standard output.

    Whoever has set up logging before has decided, and is left alone.
    """
    if logging.root.handlers:
        return
    # What no line tells need not be found out for each.
    logging.logThreads = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(_formatter(log_format))
    handler.addFilter(_with_request_id)
    logging.root.addHandler(handler)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    # Who asks again for something tells it once it gives up; the retries are counted by /metrics.
    logging.getLogger("stamina").setLevel(logging.ERROR)
    follow()


def follow() -> None:
    """Let gunicorn's own lines be JSON if ours are; it makes them text again at each SIGHUP."""
    for ours in logging.root.handlers:
        if isinstance(ours.formatter, JsonFormatter):
            for servers in logging.getLogger("gunicorn.error").handlers:
                servers.setFormatter(ours.formatter)


def init_app(app: Flask) -> None:
    """Let the app name every request, and log it in one line."""
    app.before_request(_begin)
    app.after_request(_end)


class _OneLineFormatter(logging.Formatter):
    """Escapes what would let a client write lines of its own."""

    @override
    def formatMessage(self, record: logging.LogRecord) -> str:
        return printable(super().formatMessage(record))


def printable(text: str) -> str:
    """Return the text with everything escaped that is no letter, sign or space."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _formatter(log_format: LogFormat) -> logging.Formatter:
    if log_format == "json":
        return JsonFormatter(_JSON, rename_fields=_JSON_NAMES, timestamp="time")  # in UTC
    return _OneLineFormatter(_TEXT, _TEXT_TIME)


def _with_request_id(record: logging.LogRecord) -> bool:
    record.request_id = g.get("request_id", "-") if has_request_context() else "-"
    return True


def _begin() -> None:
    given = request.headers.get(REQUEST_ID, "")
    g.request_id = given if _ACCEPTED_ID.fullmatch(given) else secrets.token_hex(8)
    g.begun = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers[REQUEST_ID] = g.request_id
    # Flask's development server writes a line of its own.
    if "werkzeug.socket" not in request.environ:
        _log_request(response)
    return response


def _log_request(response: Response) -> None:
    facts = {
        "client": request.remote_addr or "-",
        "method": request.method,
        "path": request.path,
        "status": response.status_code,
        "bytes": response.content_length,
        "milliseconds": round(1000 * (time.perf_counter() - g.begun), 1),
    }
    line = '%(client)s "%(method)s %(path)s" %(status)s %(bytes)s %(milliseconds)sms'
    _log.info(line, facts, extra=facts)
