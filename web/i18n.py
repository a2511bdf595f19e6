"""The two languages: the sentences in the code are French, `translations/` has the English ones."""

from babel import negotiate_locale
from flask import Flask, Response, request
from flask_babel import Babel, get_locale

LANGUAGES = ("fr", "en")


def init_app(app: Flask) -> None:
    """Let the app speak the language that each request asks for; French if it asks for none."""
    Babel(app, default_locale=LANGUAGES[0], locale_selector=_asked_language)


def language() -> str:
    """Return the language of this request's answer, one of `LANGUAGES`."""
    return str(get_locale())


def localised(response: Response) -> Response:
    """Declare that the response is in this request's language, and would differ in another."""
    response.content_language.add(language())
    response.vary.add("Accept-Language")
    return response


def _asked_language() -> str | None:
    # Werkzeug's best_match takes "fr-FR, en;q=0.8" for English, as only that matches exactly.
    asked = [tag for tag, quality in request.accept_languages if quality]
    return negotiate_locale(asked, LANGUAGES, sep="-")
