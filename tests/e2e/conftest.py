"""Real servers and a real browser."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request

from tests.e2e.digit_page import DigitPage
from tests.e2e.service import Service, running_service

DESKTOP = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR"}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 3,
    "is_mobile": True,
    "has_touch": True,
    "locale": "fr-FR",
}
# Chromium reports each refusal, and a server that is gone: those are what tests are for. Over plain
# HTTP from another machine it says that it heeds one header less.
_EXPECTED = ("Failed to load resource", "The Cross-Origin-Opener-Policy header has been ignored")
_NOTE_VIOLATIONS = """
    addEventListener("securitypolicyviolation", (event) =>
        console.error(`Content Security Policy: ${event.violatedDirective} ${event.blockedURI}`));
"""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show what the services of a failed test have printed."""
    report = yield
    if report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            service = getattr(value, "service", value)
            if isinstance(service, Service):
                report.sections.append((f"log of {name}", service.log))
    return report


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[Service]:
    """The service as it is delivered, with the model that it is delivered with."""
    with running_service(tmp_path_factory.mktemp("service")) as service:
        yield service


@pytest.fixture(scope="session")
def sure_service(tmp_path_factory) -> Iterator[Service]:
    """A service that is 75.32 % certain of a seven, whatever is drawn."""
    with running_service(
        tmp_path_factory.mktemp("sure"), app="tests.e2e.sure_of_seven:app"
    ) as service:
        yield service


@pytest.fixture(scope="session")
def unsure_service(tmp_path_factory) -> Iterator[Service]:
    """A service for which 75.32 % is not enough."""
    with running_service(
        tmp_path_factory.mktemp("unsure"),
        app="tests.e2e.sure_of_seven:app",
        SWAGDIGIT_THRESHOLD="80",
    ) as service:
        yield service


@pytest.fixture(scope="session")
def modelless_service(tmp_path_factory) -> Iterator[Service]:
    """A service without a model."""
    with running_service(
        tmp_path_factory.mktemp("modelless"), SWAGDIGIT_MODEL="nowhere.pkl"
    ) as service:
        yield service


@pytest.fixture
def mortal_service(tmp_path) -> Iterator[Service]:
    """A service of this test's own, which it may stop."""
    with running_service(tmp_path, app="tests.e2e.sure_of_seven:app") as service:
        yield service


@pytest.fixture
def empty_service(sure_service) -> Service:
    """The same with an archive of this test's own."""
    shutil.rmtree(sure_service.archive, ignore_errors=True)
    return sure_service


@pytest.fixture
def visit(browser):
    """
    Opens the page of a service, in a window of its own.

    Whatever a test does, the page has no error, breaks no policy and asks no other host.
    """
    problems: list[str] = []
    with ExitStack() as windows:

        def visit(service: Service, **options: object) -> DigitPage:
            context = browser.new_context(**DESKTOP | options)
            windows.callback(context.close)
            context.add_init_script(_NOTE_VIOLATIONS)
            page = context.new_page()
            _watch(page, service, problems)
            page.goto(service.url)
            return DigitPage(page)

        yield visit

    assert problems == []


def _watch(page: Page, service: Service, problems: list[str]) -> None:
    home = urlsplit(service.url).netloc

    def note_console(message: ConsoleMessage) -> None:
        expected = message.text.startswith(_EXPECTED)
        if message.type in {"error", "warning"} and not expected:
            problems.append(f"{message.type}: {message.text}")

    def note_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme not in {"data", "blob"} and address.netloc != home:
            problems.append(f"request: {request.url}")

    page.on("pageerror", lambda error: problems.append(f"uncaught: {error}"))
    page.on("console", note_console)
    page.on("request", note_request)
