"""Images and command lines for the tests of bulk reading."""

import base64
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import obstore
import psutil
import pytest
import requests
from moto.server import ThreadedMotoServer
from obstore.store import S3Store
from pyarrow import csv, json, parquet

from tests.load.drawings import own_digits, sheets
from tests.programs import PATIENCE, wait_until

CHECKOUT = Path(__file__).parents[2]
READERS = {".parquet": parquet.read_table, ".csv": csv.read_csv, ".jsonl": json.read_json}


@pytest.fixture(scope="session")
def digits():
    """A PNG of some digits, drawn as on the page's canvas."""
    urls = sheets([*own_digits().values()], count=40, seed=7)
    return [base64.b64decode(url.partition(",")[2]) for url in urls]


@pytest.fixture(scope="session")
def scans(digits, tmp_path_factory):
    """A folder with 2600 images in folders and zips, as many as six parts have, some broken."""
    folder = tmp_path_factory.mktemp("scans")
    for number in range(1200):
        file = folder / f"{number % 3}" / f"{number:04}.png"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(digits[number % len(digits)][: -1 if number % 50 else 300])
    for name in ("one", "two"):
        with zipfile.ZipFile(folder / f"{name}.zip", "w") as file:
            for number in range(700):
                file.writestr(f"{number:04}.png", digits[number % len(digits)])
    return folder


class Command:
    """Runs `swagdigit` in a folder of its own, where RESULTS are."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(
        self, *arguments: object, process_group: int | None = None, **settings: str
    ) -> subprocess.Popen[str]:
        """Start it; in a group of its own, as a terminal does, if that is 0."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("SWAGDIGIT_")}
        return subprocess.Popen(
            [sys.executable, "-m", "bulk", *map(str, arguments)],
            cwd=self.folder,
            env=environment | {"PYTHONPATH": str(CHECKOUT)} | settings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            process_group=process_group,
        )

    def run(self, *arguments: object, **settings: str) -> tuple[int, str, str]:
        """Run it; return the exit status, the output and the errors."""
        process = self.start(*arguments, **settings)
        out, err = process.communicate(timeout=PATIENCE)
        return process.returncode, out, err

    def parts(self, name: str) -> list[Path]:
        """Return the finished parts of the results of that name."""
        return [*self.folder.glob(f"{name}.parts/part-*.parquet")]

    def kill_half_way(self, name: str, *arguments: object) -> None:
        """Kill it when it has finished some parts, and wait until its workers have ended too."""
        process = self.start(*arguments, "--out", name)
        wait_until(lambda: self.parts(name) or process.poll() is not None)
        workers = psutil.Process(process.pid).children(recursive=True)
        process.kill()
        process.communicate(timeout=PATIENCE)
        assert process.returncode == -signal.SIGKILL
        _, alive = psutil.wait_procs(workers, timeout=PATIENCE)
        assert not alive

    def rows(self, name: str) -> list[dict[str, object]]:
        """Return the rows of the results of that name."""
        return READERS[Path(name).suffix](self.folder / name).to_pylist()


@pytest.fixture
def command(tmp_path):
    """The command line."""
    folder = tmp_path / "home"
    folder.mkdir()
    return Command(folder)


@pytest.fixture(scope="session")
def expected_rows(scans, tmp_path_factory):
    """The rows of a run of the scans that nothing interrupts."""
    command = Command(tmp_path_factory.mktemp("whole"))
    status, _, err = command.run("read", scans, "--out", "whole.parquet", "--workers", 2)
    assert (status, err) == (1, "")
    file = parquet.ParquetFile(command.folder / "whole.parquet")
    assert file.num_row_groups == 1  # not one for each part
    return command.rows("whole.parquet")


class Store:
    """A bucket of a real S3 server."""

    bucket = "digits"

    def __init__(self, url: str) -> None:
        self.settings = {
            "AWS_ENDPOINT_URL": url,
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_REGION": "us-east-1",
        }
        self._url = f"{url}/{self.bucket}"
        requests.put(self._url, timeout=PATIENCE).raise_for_status()

    def put(self, key: str, content: bytes) -> None:
        """Keep an object."""
        config = {name.lower(): value for name, value in self.settings.items()}
        store = S3Store(self.bucket, config=config, client_options={"allow_http": True})
        obstore.put(store, key, content)

    def mark(self, folder: str) -> None:
        """Keep an empty object whose key ends in a slash, which obstore would not."""
        requests.put(f"{self._url}/{folder}", timeout=PATIENCE).raise_for_status()


@pytest.fixture
def s3():
    """A bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield Store(f"http://{host}:{port}")
    server.stop()
