"""A place where the service runs without the checkout: another environment, another folder."""

import socket
import subprocess
import sysconfig
import venv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import requests

from tests.e2e.service import PATIENCE, Service


def environment_without_checkout(folder: Path) -> Path:
    """
    Make a virtual environment that has what the checkout's has, but not the checkout itself.

    Returns:
        Its folder of programs: `python`, and `gunicorn`.
    """
    venv.create(folder, symlinks=True)
    [packages] = folder.glob("lib/python*/site-packages")
    # Files like swagdigit.pth, which leads to the checkout, are not followed from here on.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))

    gunicorn = folder / "bin" / "gunicorn"
    gunicorn.write_text(f"#!{folder}/bin/python\nfrom gunicorn.app.wsgiapp import run\nrun()\n")
    gunicorn.chmod(0o755)
    return folder / "bin"


@contextmanager
def serving(command: Sequence[str], folder: Path, *, programs: Path) -> Iterator[Service]:
    """Run a gunicorn command in the folder, on a free port, knowing of no setting."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        (folder / "gunicorn.log").open("wb") as log,
    ):
        arguments = f"--bind=fd://{listener.fileno()} --workers=1"
        process = subprocess.Popen(
            [programs / command[0], *command[1:]],
            cwd=folder,
            env={"GUNICORN_CMD_ARGS": arguments},
            stdout=log,
            stderr=subprocess.STDOUT,
            pass_fds=[listener.fileno()],
        )
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    service = Service(url, folder, process)
    try:
        requests.get(url + "healthz", timeout=PATIENCE).raise_for_status()
        yield service
    finally:
        service.stop()
