"""Servers of S3, each a process of its own that is started, killed and started again."""

import subprocess
import sys
import time
from pathlib import Path

import psutil
import requests
from localbucket import TEMP_PREFIX

PATIENCE = 60  # seconds


class ObjectStore:
    """
    A server of S3 with one bucket.

    Attributes:
        url: its address, the same after each start.
    """

    BUCKET = "digits"

    def __init__(self, program: str, *arguments: str, log: Path) -> None:
        self._command = [str(Path(sys.executable).with_name(program)), *arguments]
        self._log = log
        self._port = "0"

    @classmethod
    def address(cls, prefix: str) -> str:
        """Return what an archive in the bucket is called in the settings."""
        return f"s3://{cls.BUCKET}/{prefix}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Start it, and return when it has the bucket."""
        with self._log.open("wb") as log:
            command = [*self._command, "--port", self._port]
            self._process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        self._port = self._port_of(self._process)
        # Who makes a bucket of this name again is told that it is there.
        made = requests.put(f"{self.url}/{self.BUCKET}", timeout=PATIENCE)
        if made.status_code not in {200, 409}:
            raise RuntimeError(f"no bucket: {made.text}")

    def _port_of(self, process: subprocess.Popen[bytes]) -> str:
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            for connection in psutil.Process(process.pid).net_connections("tcp4"):
                if connection.status == psutil.CONN_LISTEN:
                    return str(connection.laddr.port)
        raise RuntimeError(f"it does not start: {self._log.read_text(errors='replace')}")

    def kill(self) -> None:
        """Kill -9 it."""
        self._process.kill()
        self._process.wait(PATIENCE)


class FileStore(ObjectStore):
    """A server of S3 that keeps each object as a file, and so has after a kill what it had."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "objects"
        self._data.mkdir(exist_ok=True)
        super().__init__("localbucket", str(self._data), log=folder / "localbucket.log")

    @property
    def objects(self) -> dict[str, Path]:
        """The files of the bucket, by their keys, without those that the server has not named yet."""
        bucket = self._data / self.BUCKET
        files = (path for path in bucket.rglob("*") if path.is_file())
        return {
            str(path.relative_to(bucket)): path
            for path in files
            if not path.name.startswith(TEMP_PREFIX)
        }


def in_memory(folder: Path) -> ObjectStore:
    """Return moto's server, which knows all of S3 and forgets everything when it ends."""
    return ObjectStore("moto_server", log=folder / "moto.log")


def environment(url: str) -> dict[str, str]:
    """Return the variables that lead to a store at this address."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    }
