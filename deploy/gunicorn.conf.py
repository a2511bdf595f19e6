# ruff: noqa: INP001 (gunicorn reads this as a file, not as a module)
"""How gunicorn serves the application. GUNICORN_CMD_ARGS overrides each line."""

import gc
import os
import sys
from pathlib import Path
from typing import Any

import gunicorn
import gunicorn.util

# The packages stand beside this folder, and gunicorn looks for them later only.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from web.serving import client_counts
from web.serving.extensions import RELOAD, WARM_UP
from web.serving.heaps import limit_heaps
from web.serving.metrics_folder import make_metrics_folder
from web.serving.open_files import allow_connections
from web.serving.processors import free_processor, keep_to
from web.serving.refusals import drain, with_client_body, write_refusal
from web.serving.slots import free_slot, take_slot
from web.serving.stop_signals import hold_stop_signals, release_stop_signals

# The server does not tell strangers what it is made of.
gunicorn.SERVER = "swagdigit"

wsgi_app = "main:app"
port = os.environ.get("PORT", "5000")
if not (port.isdecimal() and int(port) < 2**16):
    sys.exit("swagdigit: PORT is no number of a port, which is 65535 or less")
bind = f"0.0.0.0:{port}"
control_socket_disable = True

# A worker for each processor, up to four: each answers several requests at a time, as reading
# and classifying an image mostly run outside of Python's lock. Two at least: while one is replaced,
# and waits for who is slow, the other goes on.
workers = int(os.environ.get("WEB_CONCURRENCY", max(2, min(os.process_cpu_count() or 1, 4))))
if workers < 1:
    sys.exit("swagdigit: WEB_CONCURRENCY is no number of processes, which is 1 or more")
worker_class = "web.serving.worker.DeadlineWorker"
threads = 8
worker_connections = allow_connections()

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

make_metrics_folder()
limit_heaps()
gunicorn.util.write_error = write_refusal
os.register_at_fork(after_in_parent=release_stop_signals)


def pre_request(_worker: object, request: Any) -> None:
    """Have a body that breaks the rules of HTTP refused by the application."""
    with_client_body(request)


def post_request(_worker: object, request: Any, environ: dict[str, Any], _resp: object) -> None:
    """Let who is refused while sending see why."""
    if environ:
        drain(request, environ["gunicorn.socket"])


def pre_fork(server: Any, worker: Any) -> None:
    """Prepare the next worker, before it is a process of its own."""
    hold_stop_signals()
    gc.freeze()  # what is loaded is left alone when garbage is collected, and so stays shared
    others = server.WORKERS.values()
    worker.slot = free_slot(others)
    taken = (other.processor for other in others)
    worker.processor = free_processor(taken, workers=server.num_workers)


def post_fork(_server: object, worker: Any) -> None:
    """Go on with the metrics of the last worker of this slot, on a processor of its own."""
    take_slot(str(worker.slot))
    keep_to(worker.processor)


def post_worker_init(worker: Any) -> None:
    """Have the model ready in each worker before its first request."""
    release_stop_signals()
    warm_up = worker.wsgi.extensions.get(WARM_UP)
    if warm_up:  # the benchmark serves other applications by these lines, too
        warm_up()


def child_exit(_server: object, worker: Any) -> None:
    """Let no other worker wait for one that has ended."""
    client_counts.leave(worker.slot)


def on_reload(server: Any) -> None:
    """
    Take up a new model at SIGHUP, before the workers that will have it are forked.

    The old workers answer what they have begun. A model that is refused changes nothing.
    """
    if server.cfg.preload_app:
        reload = server.app.wsgi().extensions.get(RELOAD)
        if reload:  # as for warming up
            reload()
