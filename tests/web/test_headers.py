"""What every answer tells the browser about itself."""

import pytest

from tests.web.parts import BrokenMonitor

ADDRESSES = ["/", "/api/docs", "/api/openapi.json", "/healthz", "/nowhere", "/static/docs/docs.js"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_guarded(client, address):
    """Neither a page nor a refusal may run what does not come from here, or stand in a frame."""
    with client.get(address) as response:
        policy = response.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_who_came_by_https_stays_there(client):
    """A browser is told to come by HTTPS from then on, but only where it can."""
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert (
        "max-age" in client.get("/", base_url="https://a.b").headers["Strict-Transport-Security"]
    )


def test_a_mistake_is_guarded_too(make_client):
    """The answer to an unexpected error has the same headers."""
    response = make_client(monitor=BrokenMonitor()).get("/api/system_info")

    assert response.status_code == 500
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/api/system_info", "/api/predict", "/readyz", "/nowhere"])
def test_answers_are_not_kept(client, address):
    """What the API says is for now."""
    assert client.get(address).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["/static/docs/docs.js", "/api/docs/swagger-ui/css/swagger-ui.css"]
)
def test_files_are_kept(client, address):
    """A browser sends a file's tag, and is told that what it has is still right."""
    with client.get(address) as first:
        tag = first.headers["ETag"]
    with client.get(address, headers={"If-None-Match": tag}) as second:
        body = second.data

    assert first.headers["Cache-Control"] == "no-cache"
    assert second.status_code == 304
    assert body == b""
