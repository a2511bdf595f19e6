"""People with the page open: `locust -f tests/load/locustfile.py --host=http://localhost:5000`."""

import random
import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import gevent
from locust import HttpUser, between, task

from tests.load.drawings import digits, sheets

if TYPE_CHECKING:
    from locust.clients import ResponseContextManager

SHEETS = [*sheets(digits(), count=300)]
# Gevent's clock stood still while they were drawn, and it is what ends the run.
gevent.get_hub().loop.update_now()

REFERENCE = re.compile(r'(?:href=|src=|from )"((?:/static/|\./)[^"]+)"')


class Visitor(HttpUser):
    """Opens the page, draws digit after digit, and sees meanwhile how busy the server is."""

    wait_time = between(0.2, 1)

    @task(20)
    def draw(self) -> None:
        """Send a digit. To be told that it can not be read for certain is an answer too."""
        with self.client.post(
            "/api/predict", json={"image": random.choice(SHEETS)}, catch_response=True
        ) as response:
            if _is_answer(response):
                response.success()
            else:
                response.failure(f"{response.status_code}: {response.text[:200]}")

    @task(10)
    def watch(self) -> None:
        """Ask how busy the server is, as the page does by itself."""
        self.client.get("/api/system_info")

    @task(1)
    def visit(self) -> None:
        """Load the page with all its files, as on a first visit."""
        self._fetch("/", seen=set())

    on_start = visit

    def _fetch(self, address: str, seen: set[str]) -> None:
        seen.add(address)
        name = "/static/..." if address.startswith("/static/") else address
        text = self.client.get(address, name=name).text
        for reference in REFERENCE.findall(text):
            if (found := urljoin(address, reference)) not in seen:
                self._fetch(found, seen)


def _is_answer(response: "ResponseContextManager") -> bool:
    if response.status_code == 422:
        return response.json()["code"] == "certainty_too_low"
    return response.status_code == 200 and 0 <= response.json()["prediction"] <= 9
