"""A service that is started, stopped and killed again and again, behind one open socket."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import requests

CHECKOUT = Path(__file__).parents[2]
PATIENCE = 60  # seconds


class Server:
    """
    Gunicorn behind a socket that stays open while it is away, as systemd or Kubernetes keep it.

    What connects meanwhile waits in the socket's queue.
    """

    def __init__(self, folder: Path, *, workers: int = 2, **settings: str) -> None:
        self.archive = folder / "saved_images"
        self.log = folder / "gunicorn.log"
        self._folder = folder
        self._workers = workers
        self._settings = settings
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._socket.getsockname()[1]

    def start(self) -> None:
        """Start it, and return when it is ready."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SWAGDIGIT_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command(),
                cwd=self._folder,
                env=environment | self._settings,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[self._socket.fileno()],
                start_new_session=True,
            )
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                requests.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5).raise_for_status()
            except requests.RequestException as error:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    log = self.log.read_text(errors="replace")[-3000:]
                    raise RuntimeError(f"the service does not start:\n{log}") from error
            else:
                return

    def _command(self) -> list[str]:
        options = {
            "config": str(CHECKOUT / "deploy" / "gunicorn.conf.py"),
            "pythonpath": str(CHECKOUT),
            "bind": f"fd://{self._socket.fileno()}",
            "workers": str(self._workers),
        }
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        return [sys.executable, "-m", "gunicorn", *words, "main:app"]

    @property
    def files(self) -> dict[str, Path]:
        """The files of its archive, by their names."""
        return {path.name: path for path in self.archive.iterdir()}

    def workers(self) -> list[psutil.Process]:
        """Return its present workers."""
        return psutil.Process(self.process.pid).children()

    def stop(self) -> None:
        """Ask it to end, and wait until it has."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    def hang_up(self) -> None:
        """Ask it to take up a new model."""
        self.process.send_signal(signal.SIGHUP)

    def kill_workers(self) -> None:
        """Kill -9 all workers at once; the main process makes new ones."""
        for worker in self.workers():
            worker.kill()

    def kill(self) -> None:
        """Kill -9 the main process and all workers."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def close(self) -> None:
        """Let go of the socket."""
        self._socket.close()
