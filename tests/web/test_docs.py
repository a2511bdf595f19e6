"""The page that shows the API."""

from html.parser import HTMLParser

import pytest


class Page(HTMLParser):
    """Collects what a page would load, and the scripts and styles that stand in it."""

    def __init__(self, html):
        super().__init__()
        self.loaded, self.inline = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag in {"script", "link"}:
            self.loaded.append(attributes.get("src") or attributes.get("href"))
        self.inline += [name for name in attributes if name.startswith("on") or name == "style"]

    def handle_data(self, data):
        if self.lasttag in {"script", "style"} and data.strip():
            self.inline.append(data)


def test_everything_comes_from_here(client):
    """The page loads files of this server, which are there, and holds no script itself."""
    page = Page(client.get("/api/docs").text)

    assert page.inline == []
    assert len(page.loaded) == 5
    for address in page.loaded:
        assert address.startswith("/")
        with client.get(address) as response:
            assert response.status_code == 200


@pytest.mark.browser
def test_a_browser_shows_the_api(client, serve, browser):
    """Chromium shows every operation, asks nobody else, and has nothing to complain of."""
    server = serve(client.application)
    asked, complaints = [], []
    with browser.new_context() as window:
        page = window.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{server}/api/docs")
        page.locator(".opblock").first.wait_for()
        shown = page.locator(".opblock-summary-path").all_inner_texts()

    # Swagger UI lets a long path break by signs of no width.
    described = client.get("/api/openapi.json").json["paths"]
    assert {path.replace("\u200b", "").strip() for path in shown} == set(described)
    assert [url for url in asked if not url.startswith((server, "data:"))] == []
    assert complaints == []


@pytest.mark.browser
def test_a_phone_shows_the_api(client, serve, browser):
    """Nothing sticks out to the side of a narrow window."""
    server = serve(client.application)
    with browser.new_context(viewport={"width": 360, "height": 640}) as window:
        page = window.new_page()
        page.goto(f"{server}/api/docs")
        page.locator(".opblock").first.wait_for()

        assert page.evaluate("document.documentElement.scrollWidth") <= 360
