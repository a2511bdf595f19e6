"""The load test: that it draws what people draw, and notices what goes wrong."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from adapters.images.pillow_reader import PillowImageReader
from tests.e2e.service import running_service
from tests.load.drawings import digits, own_digits, sheets

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def no_data(monkeypatch, tmp_path):
    """The training data is not on this machine."""
    monkeypatch.setenv("SWAGDIGIT_DATA", str(tmp_path))


def test_there_is_a_drawing_of_each_digit(no_data):
    """Without the data, each digit is still drawn, and fills its square as UNIPEN's do."""
    own = own_digits()

    assert [*own] == [*"0123456789"]
    assert len(digits()) == 10
    for strokes in own.values():
        assert max(np.ptp(np.concatenate(strokes), axis=0)) == 1000


def test_the_service_can_read_every_sheet(no_data):
    """Whatever pen, size and place was drawn by chance, the reader finds a digit."""
    reader = PillowImageReader(max_pixels=280 * 280)
    readings = [reader.read(sheet) for sheet in sheets(digits(), count=30)]

    assert all(reading.digit is not None for reading in readings)


def test_sheets_are_the_same_each_time(no_data):
    """Two runs load the service with the same drawings."""
    assert [*sheets(digits(), count=2)] == [*sheets(digits(), count=2)]


@pytest.mark.slow
def test_a_service_that_answers_passes(tmp_path):
    """Each part of the mix is answered, and the figures are printed and saved."""
    ended = _make_load("--users=4", "--seconds=4", "--p95=60000", f"--reports={tmp_path}")
    saved = json.loads((tmp_path / "load.json").read_text())

    assert ended.returncode == 0, ended.stderr
    assert "Aggregated" in ended.stdout
    assert {kind["name"] for kind in saved} == {
        "/",
        "/static/...",
        "/api/predict",
        "/api/system_info",
    }
    assert {file.name for file in tmp_path.iterdir()} == {"load.json", "load.csv", "load.html"}


@pytest.mark.slow
def test_a_service_that_fails_is_noticed(tmp_path):
    """Refusals, and answers slower than allowed, are complained of in the exit code too."""
    with running_service(tmp_path, SWAGDIGIT_MODEL="nowhere.pkl") as service:
        ended = _make_load(
            "--users=4",
            "--seconds=2",
            "--p95=0",
            f"--host={service.url[:-1]}",
            f"--reports={tmp_path}",
        )

    assert ended.returncode == 1
    assert "requests failed" in ended.stderr
    assert "/api/predict: 95 % took" in ended.stderr


def _make_load(*options):
    # In a process of its own, as locust changes Python's sockets and threads for its own.
    return subprocess.run(
        [sys.executable, "-m", "tests.load.run", *options],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
