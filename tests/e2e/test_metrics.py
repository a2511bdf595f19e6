"""Metrics of several processes, added up."""

import fcntl
import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import requests
from prometheus_client.parser import text_string_to_metric_families

from tests.e2e.service import Service, running_service
from tests.load.drawings import own_digits, sheets
from tests.programs import wait_until

WORKERS = 3
PATIENCE = 60  # seconds


@pytest.fixture
def service(tmp_path):
    """A service of three processes."""
    with running_service(tmp_path, workers=WORKERS) as service:
        yield service


@pytest.fixture
def folder(service):
    """Where the service keeps its metrics."""
    [folder] = Path("/dev/shm").glob(f"swagdigit-metrics-{service.process.pid}-*")
    return folder


def samples(service: Service) -> dict[str, float]:
    """Return each sample of the metrics by its line's beginning."""
    text = requests.get(service.url + "metrics", timeout=PATIENCE).text
    return {
        sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())): (
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def post(service: Service, drawings: list[str]) -> list[requests.Response]:
    """Post drawings, many at a time, one connection each so that all processes get some."""

    def one(drawing: str) -> requests.Response:
        return requests.post(
            service.url + "api/predict", json={"image": drawing}, timeout=PATIENCE
        )

    with ThreadPoolExecutor(max_workers=12) as clients:
        return list(clients.map(one, drawings))


DRAWINGS = [*sheets([*own_digits().values()], count=60)]
NO_IMAGES = ["bm8gaW1hZ2U="] * 17


def workers_of(service: Service) -> set[int]:
    """Return the process ids of its workers."""
    return {worker.pid for worker in psutil.Process(service.process.pid).children()}


def test_the_sums_are_what_was_sent(service):
    """Whatever process answered, each request, stage, digit and refusal is counted once."""
    answers = post(service, DRAWINGS * 5 + NO_IMAGES)
    found = samples(service)
    statuses = Counter(answer.status_code for answer in answers)
    digits = Counter(answer.json()["prediction"] for answer in answers if answer.ok)
    told_or_not = len(DRAWINGS) * 5

    for status, count in statuses.items():
        assert found[f"swagdigit_requests_total api.predict POST {status}"] == count
    assert found["swagdigit_request_seconds_count api.predict"] == len(answers)
    assert found["swagdigit_stage_seconds_count read"] == len(answers)
    assert found["swagdigit_stage_seconds_count classify"] == told_or_not
    assert found["swagdigit_stage_seconds_count archive"] == told_or_not
    assert found["swagdigit_certainty_percent_count"] == told_or_not
    assert found["swagdigit_ink_share_count"] == told_or_not
    assert found["swagdigit_refusals_total invalid_image"] == len(NO_IMAGES)
    unsure = found["swagdigit_refusals_total certainty_too_low"]
    assert unsure == statuses[422] == told_or_not - sum(digits.values())
    assert sum(found[f"swagdigit_predictions_total {digit}"] for digit in range(10)) == told_or_not
    for digit, count in digits.items():
        assert count <= found[f"swagdigit_predictions_total {digit}"] <= count + unsure
    kept = sum(file.stat().st_size for file in service.archive.glob("*.png"))
    assert found["swagdigit_archive_bytes_total"] == kept
    assert found[f"swagdigit_model_info {answers[0].json()['model']}"] == 1


def test_several_processes_have_counted(service, folder):
    """The test above would be of little use if one process had answered all."""
    post(service, DRAWINGS * 5)

    assert {file.name for file in folder.glob("histogram_*.db")} == {
        "histogram_main.db",
        *(f"histogram_{place}.db" for place in range(WORKERS)),
    }


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL])
def test_nothing_is_forgotten_with_a_process(service, folder, number):
    """When processes are replaced, politely or not, sums go on, and no file is left for each."""
    post(service, DRAWINGS)
    for _ in range(3):
        old = workers_of(service)
        if number == signal.SIGHUP:
            service.process.send_signal(number)
        else:
            for worker in old:
                psutil.Process(worker).kill()
        wait_until(lambda old=old: len(workers_of(service) - old) == WORKERS)
        wait_until(lambda old=old: not workers_of(service) & old)
    post(service, DRAWINGS)

    assert samples(service)["swagdigit_certainty_percent_count"] == 2 * len(DRAWINGS)
    # While a server takes up changes, old and new processes live beside each other.
    assert len([*folder.glob("histogram_*.db")]) <= 1 + 2 * WORKERS


def test_the_folder_is_not_emptied_by_others(service, folder):
    """systemd-tmpfiles passes over what is locked: every new worker would fail without its files."""
    number = os.open(folder, os.O_RDONLY)
    with pytest.raises(BlockingIOError):
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(number)


def test_the_folder_goes_with_the_service(service, folder):
    """What is only needed while it runs is not left behind."""
    assert folder.exists()
    service.stop()

    assert not folder.exists()


def test_the_folder_of_a_killed_service_goes_with_the_next(tmp_path, folder):
    """Where it lies in memory, nobody else would remove it; that of a service that runs stays."""
    left = folder.with_name("swagdigit-metrics-1-killed")
    left.mkdir(exist_ok=True)
    (left / "counter_main.db").touch()
    os.utime(left, (0, 0))
    os.utime(folder, (0, 0))
    (tmp_path / "next").mkdir()
    with running_service(tmp_path / "next"):
        assert not left.exists()
        assert folder.exists()


def test_a_series_is_not_made_for_each_address(service):
    """Whatever strangers ask for, the metrics stay as many as they are."""
    for number in range(20):
        requests.request(f"BREW{number}", f"{service.url}{number}", timeout=PATIENCE)
    unknown = {name for name in samples(service) if name.startswith("swagdigit_requests_total")}

    assert {name for name in unknown if "unknown" in name} == {
        "swagdigit_requests_total unknown other 404"
    }
