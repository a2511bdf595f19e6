"""How the application starts."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import override

import pytest

from swagdigit import ArchiveUnavailable, ClassifierUnavailable
from tests.fakes.archive import InMemoryArchive
from tests.fakes.classifier import FixedClassifier, UnavailableClassifier
from web.app import create_app
from web.serving.extensions import RELOAD, WARM_UP
from web.settings import InvalidSettings

CHECKOUT = Path(__file__).parents[2]


def test_a_missing_model_does_not_stop_the_start(make_client, caplog):
    """One line in the log says why no digit is recognised; the rest is served."""
    client = make_client(classifier=UnavailableClassifier())

    [record] = caplog.records
    assert record.levelname == "WARNING"
    assert record.exc_info is None
    assert client.get("/healthz").status_code == 200


def test_a_present_model_needs_no_words(make_client, caplog):
    """A start that goes well is quiet."""
    make_client()

    assert caplog.records == []


def test_a_misspelt_setting_is_told(make_client, caplog, monkeypatch):
    """A limit that nobody reads would limit nothing, without a word."""
    monkeypatch.setenv("SWAGDIGIT_ARCHIVE_MAX_DAY", "1")
    for known in ("ARCHIVE_MAX_DAYS", "DATA", "SERVICE_HOST", "PORT_80_TCP", "PORT"):
        monkeypatch.setenv(f"SWAGDIGIT_{known}", "1")
    make_client()

    [complaint] = caplog.messages
    assert "SWAGDIGIT_ARCHIVE_MAX_DAY is no setting" in complaint
    assert "is SWAGDIGIT_ARCHIVE_MAX_DAYS meant?" in complaint


def test_a_refused_model_is_told(make_client, caplog):
    """Who has a new model taken up reads why it was not."""
    app = make_client(classifier=RefusingClassifier()).application
    app.extensions[RELOAD]()

    [record] = caplog.records
    assert "the new model is refused, and changes nothing" in record.message


def test_an_archive_that_can_not_be_used_is_told(make_client, caplog):
    """As soon as a process is ready to answer, not at the first image."""
    app = make_client(archive=FullArchive()).application
    app.extensions[WARM_UP]()
    for thread in threading.enumerate():
        if thread.name == "archive-check":
            thread.join()

    [record] = caplog.records
    assert record.message == "no image is kept until this is mended: the disk is full"


class FullArchive(InMemoryArchive):
    """Has no room for another image."""

    @override
    def check(self) -> None:
        raise ArchiveUnavailable("the disk is full")


class RefusingClassifier(FixedClassifier):
    """Has a new model that can not be used."""

    @override
    def reload(self) -> None:
        raise ClassifierUnavailable("broken")


def test_an_impossible_setting_stops_the_start(monkeypatch):
    """No application is made of settings that can not be used."""
    monkeypatch.setenv("SWAGDIGIT_THRESHOLD", "high")

    with pytest.raises(InvalidSettings):
        create_app()


def test_an_impossible_setting_is_one_line_for_the_operator():
    """Who starts the service with a mistake reads one sentence, and no trace."""
    start = subprocess.run(
        [sys.executable, "-c", "import main"],
        cwd=CHECKOUT,
        env={**os.environ, "SWAGDIGIT_THRESHOLD": "high"},
        capture_output=True,
        text=True,
        check=False,
    )

    [line] = start.stderr.splitlines()
    assert start.returncode == 1
    assert "SWAGDIGIT_THRESHOLD='high'" in line
