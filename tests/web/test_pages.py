"""What a person's browser gets."""

import pytest


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


def test_the_page_is_asked_for_again(client):
    """A browser may keep the page, and with it the drawing, but not use it unasked."""
    assert client.get("/").headers["Cache-Control"] == "no-cache"
