"""The real service: gunicorn in a process, a folder and an archive of its own."""

import os
import socket
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

CHECKOUT = Path(__file__).parents[2]
ARTIFACT = CHECKOUT / "artifacts" / "digit_classifier.pkl"
PATIENCE = 60  # seconds: starting loads scikit-learn, on a machine that may be busy


@dataclass(frozen=True, slots=True)
class Service:
    """
    A running gunicorn.

    Attributes:
        url: its address, with a slash at the end.
        folder: where it was started, and keeps its archive and its log.
        process: gunicorn's main process.
    """

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def archive(self) -> Path:
        """The folder of the received images."""
        return self.folder / "saved_images"

    @property
    def log(self) -> str:
        """All that it has printed."""
        return self._log_file.read_text(encoding="utf-8", errors="replace")

    @property
    def _log_file(self) -> Path:
        return self.folder / "gunicorn.log"

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self.process.terminate()
        self.process.wait(PATIENCE)


@contextmanager
def running_service(
    folder: Path,
    *,
    app: str = "main:app",
    workers: int = 1,
    port: int = 0,
    cpus: Collection[int] = (),
    **settings: str,
) -> Iterator[Service]:
    """
    Run the service in an empty folder with its default settings, but for those given, on the
    given processors; on all, if none are.

    Raises:
        RuntimeError: it does not start; says what it printed.
    """
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SWAGDIGIT_")}
    with (
        socket.create_server(("127.0.0.1", port)) as listener,
        (folder / "gunicorn.log").open("wb") as log,
    ):
        # Gunicorn inherits the socket, so the port is free for it and known to us for certain.
        process = subprocess.Popen(
            on(cpus) + _command(app, workers, listener.fileno()),
            cwd=folder,
            env=environment | settings,
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
        )
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    service = Service(url, folder, process)
    try:
        _wait_until_healthy(service)
        yield service
    finally:
        service.stop()


def on(cpus: Collection[int]) -> list[str]:
    """Return what is put before a command so that it runs on the given processors."""
    return ["taskset", "--cpu-list", ",".join(map(str, cpus))] if cpus else []


def _command(app: str, workers: int, socket_number: int) -> list[str]:
    options = {
        "config": str(CHECKOUT / "deploy" / "gunicorn.conf.py"),
        "pythonpath": str(CHECKOUT),
        "bind": f"fd://{socket_number}",
        "workers": str(workers),
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return [sys.executable, "-m", "gunicorn", *words, app]


def _wait_until_healthy(service: Service) -> None:
    try:
        # The socket listens already: the answer comes once gunicorn is there to give it, and
        # the connection breaks if it ends instead.
        requests.get(service.url + "healthz", timeout=PATIENCE).raise_for_status()
    except requests.RequestException as exc:
        raise RuntimeError(f"the service does not start:\n{service.log}") from exc
