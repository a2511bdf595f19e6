"""What the worker asks of the system."""

import socket
from types import SimpleNamespace

from gunicorn.workers.gthread import ThreadWorker

from web.serving.worker import DeadlineWorker


def test_a_worker_starts_where_the_system_limits_no_silence(monkeypatch):
    """As on macOS, whose sockets wait for who does not read as long as they like."""
    monkeypatch.delattr(socket, "TCP_USER_TIMEOUT", raising=False)
    monkeypatch.setattr(ThreadWorker, "__init__", lambda _: None)
    monkeypatch.setattr(ThreadWorker, "init_process", lambda _: begun.append("worker"))
    worker, begun = DeadlineWorker(), []
    with socket.socket() as listener:
        worker.sockets = [SimpleNamespace(sock=listener)]
        worker.init_process()

    assert begun == ["worker"]
