# ruff: noqa: INP001 (gunicorn reads this as a file, not as a module)
"""How gunicorn serves the application. GUNICORN_CMD_ARGS overrides each line."""

import atexit
import contextlib
import ctypes
import gc
import itertools
import json
import os
import shutil
import signal
import socket
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any, override

import gunicorn
import gunicorn.util
from gunicorn.http.body import Body
from gunicorn.http.errors import ParseException

DRAIN_SECONDS = 5.0
STOPPING = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT}
NO_HTTP = (
    "Ce n'est pas une requête HTTP, ou son en-tête est trop long."
    " This is no HTTP request, or its head is too long."
)

# The server does not tell strangers what it is made of.
gunicorn.SERVER = "swagdigit"

wsgi_app = "main:app"
bind = f"0.0.0.0:{os.environ.get('PORT', '5000')}"
control_socket_disable = True

# A worker for each processor, up to four: each answers several requests at a time, as reading
# and classifying an image mostly run outside of Python's lock.
workers = int(os.environ.get("WEB_CONCURRENCY", min(os.process_cpu_count() or 1, 4)))
worker_class = "web.worker.HastyWorker"
threads = 8

# The model is loaded once, and its memory shared by all workers.
preload_app = True
# The workers use all processors already: linear algebra in threads would only get in their way.
raw_env = ["OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1"]

# A worker is replaced now and then, never two at once, so that a leak stays small.
max_requests = 50_000
max_requests_jitter = 10_000
# How long a worker may be silent, and how long a client may take to send a request; seconds.
timeout = 30
graceful_timeout = 20
keepalive = 5

# The application logs its requests itself, so that each line has the id that the answer carries.
accesslog = None


def make_metrics_folder(variable: str = "PROMETHEUS_MULTIPROC_DIR") -> None:
    """
    Have the workers keep their metrics in a new folder, which is removed when the server ends.

    A server that reads this file again, to take up changes, goes on with its own.
    """
    pid = os.getpid()
    ours = f"swagdigit-metrics-{pid}-"
    if Path(os.environ.get(variable, "")).name.startswith(ours):
        return
    os.environ[variable] = folder = tempfile.mkdtemp(prefix=ours)

    def remove() -> None:
        if os.getpid() == pid:  # a worker ends long before
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)


make_metrics_folder()


def have_memory_given_back() -> None:
    """
    Have glibc keep little memory for itself; other C libraries have no such settings.

    It would have a heap for each thread, whose pages are seldom in the processor's cache, and keep
    what large images have taken. But what each small image takes is not given back in between.
    """
    arena_max, mmap_threshold, trim_threshold = -8, -3, -1  # as malloc.h has them
    with contextlib.suppress(AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(arena_max, 2)
        mallopt(mmap_threshold, 1 << 20)
        mallopt(trim_threshold, 1 << 20)


have_memory_given_back()


def write_refusal(sock: socket.socket, status: int, reason: str, _message: str) -> None:
    """
    Refuse what is no HTTP in the form of all refusals; the application never sees it.

    Which language its sender reads is not known either, so that the sentence is in both.
    """
    ours = status == HTTPStatus.INTERNAL_SERVER_ERROR
    sentence = "Erreur inattendue. Unexpected error." if ours else NO_HTTP
    code = "internal_error" if ours else "invalid_request"
    body = json.dumps({"error": sentence, "code": code}).encode()
    head = (
        f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\nContent-Type: application/json\r\n"
        f"X-Content-Type-Options: nosniff\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    gunicorn.util.write_nonblock(sock, head.encode("latin1") + body)


gunicorn.util.write_error = write_refusal


class ClientBody(Body):
    """A body that is cut off, not a mistake of ours, where it breaks the rules of HTTP."""

    @override
    def read(self, size: int | None = None) -> bytes:
        try:
            data: bytes = super().read(size)
        except ParseException as exc:
            raise OSError(str(exc)) from exc
        return data


def pre_request(_worker: object, request: Any) -> None:
    """Have the body read so that a broken one is refused like any other bad request."""
    request.body = ClientBody(request.body.reader)


def post_request(_worker: object, request: Any, environ: dict[str, Any], _resp: object) -> None:
    """
    Read what a refused request is still sending, for 5 seconds.

    A client that is cut off while it sends sees a broken connection, and never the refusal.
    """
    if not environ:
        return
    environ["gunicorn.socket"].settimeout(DRAIN_SECONDS)
    deadline = time.monotonic() + DRAIN_SECONDS
    with contextlib.suppress(OSError):
        while request.body.read(65536) and time.monotonic() < deadline:
            pass


def heed() -> None:
    """Let signals come that a fork has held back."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)


os.register_at_fork(after_in_parent=heed)


def pre_fork(server: Any, worker: Any) -> None:
    """
    Leave what is loaded alone when garbage is collected, so that it stays shared by all workers,
    and find a place for the worker's metrics that no living worker has.

    What asks the worker to stop before it listens to signals waits until it does. It would be lost:
    the worker went on until it is killed, whoever it answers then.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    gc.freeze()
    taken = {other.place for other in server.WORKERS.values()}
    worker.place = next(place for place in itertools.count() if place not in taken)


def post_fork(_server: object, worker: Any) -> None:
    """Go on counting where the last worker of this place has stopped."""
    from web.processes import take_place  # noqa: PLC0415 (gunicorn has found the packages by now)

    take_place(str(worker.place))


def post_worker_init(worker: Any) -> None:
    """Have the model ready in each worker before its first request."""
    heed()
    warm_up = worker.wsgi.extensions.get("swagdigit.warm_up")
    if warm_up:  # the benchmark serves other applications by these lines, too
        warm_up()


def on_reload(server: Any) -> None:
    """
    Take up a new model at SIGHUP, before the workers that will have it are forked.

    The old workers answer what they have begun. A model that is refused changes nothing.
    """
    if server.cfg.preload_app:
        server.app.wsgi().extensions["swagdigit.reload"]()
