"""What a person's browser gets."""

import re

import pytest

from tests.e2e.service import CHECKOUT
from web.settings import Settings


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", "fr"),
        ("de", "fr"),
        ("*", "fr"),
        ("fr-FR, en;q=0.8", "fr"),
        ("en;q=0", "fr"),
        ("en", "en"),
        ("en-US, fr;q=0.5", "en"),
        ("de, en;q=0.5", "en"),
        (";;q=,", "fr"),
    ],
)
def test_the_page_speaks_the_asked_language(client, asked, language):
    """French is for everyone who does not ask for English rather."""
    response = client.get("/", headers={"Accept-Language": asked})

    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert f'<html lang="{language}"' in response.text
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.vary


def test_the_page_names_all_scripts_and_no_other(client):
    """They are those that one script imports from another, and the one that begins."""
    sources = [file.read_text() for file in (CHECKOUT / "web" / "static" / "js").iterdir()]
    imported = {name for source in sources for name in re.findall(r'from "\./(\w+\.js)"', source)}
    named = re.findall(r'rel="modulepreload" href="/static/js/(\w+\.js)"', client.get("/").text)

    assert named == sorted(imported | {"main.js"})


def test_the_page_is_asked_for_again(client):
    """A browser may keep the page, and with it the drawing, but not use it unasked."""
    assert client.get("/").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(("chosen", "language"), [("en", "en"), ("fr", "fr"), ("de", "fr")])
def test_a_chosen_language_is_remembered(client, chosen, language):
    """The switch of the page counts more than the browser, now and the next time."""
    first = client.get(f"/?lang={chosen}", headers={"Accept-Language": "fr"})
    second = client.get("/", headers={"Accept-Language": "fr"})

    for page in (first, second):
        assert f'<html lang="{language}"' in page.text
        assert page.headers["Content-Language"] == language
        assert "Cookie" in page.vary


@pytest.mark.parametrize(
    ("settings", "peer", "access"),
    [
        (Settings(), "127.0.0.1", "open"),
        (Settings(), "203.0.113.7", "closed"),
        (Settings(token="a-token-of-16-signs"), "203.0.113.7", "locked"),
    ],
)
def test_the_page_knows_who_may_see_the_history(make_client, settings, peer, access):
    """Whoever has access finds the last drawings, whoever could have it a lock."""
    page = make_client(settings=settings).get("/", environ_overrides={"REMOTE_ADDR": peer})

    assert f'data-access="{access}"' in page.text


@pytest.mark.parametrize(
    ("settings", "tongue", "sentence"),
    [
        ({}, "fr", "jusqu’à ce qu’on l’efface, pour"),
        ({}, "en", "until it is erased, to"),
        ({"archive_max_days": 30}, "fr", "dans l’archive du serveur, 30 jours au plus, pour"),
        ({"archive_max_days": 29.5}, "en", "in the server’s archive for 30 days at most, to"),
        ({"archive_max_days": 0.25}, "fr", "dans l’archive du serveur, un jour au plus, pour"),
        ({"archive_max_days": 1}, "en", "in the server’s archive for a day at most, to"),
        ({"archive_max_bytes": 10**9}, "fr", "l’efface ou que la place manque, pour"),
        ({"archive_max_bytes": 10**9}, "en", "until it is erased or room is needed, to"),
        ({"archive_max_bytes": 1, "archive_max_days": 2}, "en", "for 2 days at most"),
    ],
)
def test_the_page_says_how_long_a_drawing_is_kept(make_client, settings, tongue, sentence):
    """Until somebody erases it, or the limits that are set do."""
    client = make_client(settings=Settings(**settings))
    page = client.get("/", headers={"Accept-Language": tongue})

    assert sentence in page.text


def test_a_link_from_elsewhere_leads_to_the_whole_page(client):
    """The page itself tells nothing that a stranger may not know."""
    page = client.get("/", headers={"Sec-Fetch-Site": "cross-site"})

    assert 'data-access="open"' in page.text
