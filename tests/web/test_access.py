"""Who may see the kept images."""

import pytest

from tests.web.parts import DIGIT
from web.settings import Settings

TOKEN = "a-secret/of~16+or.more_signs="
ABROAD = {"REMOTE_ADDR": "203.0.113.7"}


@pytest.fixture
def asking(make_client):
    """Asks for the list of images, by default from the same machine; returns status and code."""

    def ask(*, environ=None, settings=None, token=None, host=None, **headers):
        client = make_client(settings=settings or Settings())
        client.open(**DIGIT)
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            headers["Authorization"] = token
        if host:
            headers["Host"] = host
        response = client.get("/api/images", headers=headers, environ_overrides=environ)
        return response.status_code, response.json.get("code")

    return ask


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize(
    "host", ["localhost", "localhost:5000", "digits.localhost", "127.0.0.1:5000", "[::1]:5000"]
)
def test_the_same_machine_is_let_in(asking, peer, host):
    """Whoever calls from the machine itself, by one of its own names, needs no token."""
    assert asking(environ={"REMOTE_ADDR": peer}, host=host) == (200, None)


@pytest.mark.parametrize("peer", ["203.0.113.7", "192.168.1.2", "172.17.0.1", "::2", "", "unix:"])
def test_other_machines_are_not(asking, peer):
    """Without a token there is no way in from elsewhere, however near."""
    assert asking(environ={"REMOTE_ADDR": peer}) == (403, "access_denied")


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Forwarded_For": "203.0.113.7"},
        {"X_Forwarded_For": "127.0.0.1"},
        {"X_Forwarded_Proto": "https"},
        {"X_Forwarded_Host": "localhost"},
        {"X_Real_Ip": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {"Via": "1.1 proxy"},
    ],
)
def test_a_proxy_on_the_same_machine_is_no_caller(asking, headers):
    """What a proxy passes on comes from the world, whatever the address of the proxy."""
    assert asking(**headers) == (403, "access_denied")


def test_a_silent_proxy_is_known_by_its_age(asking):
    """Nginx as it comes tells nothing, but speaks HTTP/1.0."""
    assert asking(environ={"SERVER_PROTOCOL": "HTTP/1.0"}) == (403, "access_denied")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:5000", "localhost.evil.example", "127.0.0.1.nip.io", "["],
)
def test_another_name_of_this_machine_is_refused(asking, host):
    """A page whose name was made to lead to this machine reads nothing (DNS rebinding)."""
    assert asking(host=host)[0] in {400, 403}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:3000"},
        {"Origin": "http://["},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_pages_of_others_are_refused(asking, headers):
    """A page that runs in a browser of this machine gets nothing, unless it is ours (CSRF)."""
    assert asking(**headers) == (403, "access_denied")


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://localhost", "Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}],
)
def test_our_page_and_the_address_bar_are_let_in(asking, headers):
    """What a browser sends for our page, or for what a person typed, is no stranger's."""
    assert asking(**headers) == (200, None)


def test_the_token_opens_from_everywhere(asking):
    """Who has it is let in, through proxies and under any name."""
    settings = Settings(token=TOKEN)
    bearer = {"environ": ABROAD, "settings": settings, "token": f"Bearer {TOKEN}"}

    assert asking(**bearer, host="digits.example", X_Forwarded_For="203.0.113.7") == (200, None)
    assert asking(settings=settings) == (200, None)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"Bearer {TOKEN[:-5]}",
        f"Basic {TOKEN[:-5]}",
        "\xff",
    ],
)
def test_any_other_token_does_not(asking, token):
    """What is nearly right is wrong, and is told what would be right."""
    asked = asking(environ=ABROAD, settings=Settings(token=TOKEN), token=token)

    assert asked == (401, "token_required")


def test_who_needs_a_token_is_told_so(make_client):
    """As RFC 6750 wants it."""
    client = make_client(settings=Settings(token=TOKEN))
    response = client.get("/api/images", environ_overrides=ABROAD)

    assert response.headers["WWW-Authenticate"].lower().strip() == "bearer"


def test_the_same_machine_may_be_shut_out(asking):
    """By setting a caller on this machine is like any other."""
    assert asking(settings=Settings(local_access=False)) == (403, "access_denied")
    shut = Settings(local_access=False, token=TOKEN)
    assert asking(settings=shut) == (401, "token_required")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/images"),
        ("GET", "/api/images/labelled.zip"),
        ("GET", "/api/images/{}.png"),
        ("PUT", "/api/images/{}/label"),
        ("DELETE", "/api/images/{}"),
    ],
)
def test_nothing_is_open_to_strangers(client, archive, method, path):
    """Every call is guarded, and who is not let in does not learn which images there are."""
    image_id = client.open(**DIGIT).json["image_id"]
    for name in (image_id, "20200101T000000.000000Z"):
        response = client.open(
            path.format(name), method=method, json={"label": 7}, environ_overrides=ABROAD
        )
        assert response.status_code == 403
    assert archive.get(image_id).label is None
