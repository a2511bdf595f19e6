"""The page for persons."""

import math
import re
from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import force_locale

from web.access import Access
from web.i18n import LANGUAGES, language, localised
from web.settings import Settings

_COOKIE = "lang"
_INDENTATION = re.compile(r"\n\s+")  # for us who write it; a tenth of the page
_SCRIPTS = Path(__file__).with_name("static") / "js"
_A_YEAR = 365 * 24 * 60 * 60  # seconds


def pages_blueprint(*, access: Access, settings: Settings) -> Blueprint:
    """Make the page with the canvas; who has access to the kept images finds them on it."""
    blueprint = Blueprint("pages", __name__)
    scripts = sorted(file.name for file in _SCRIPTS.glob("*.js"))

    @blueprint.get("/")
    def index() -> Response:
        """Show the page in the language that was chosen on it, or that the browser asks for."""
        chosen = _chosen_language()
        with force_locale(chosen or language()):
            page = render_template(
                "index.html",
                language=language(),
                scripts=scripts,
                access=access.state(request),
                max_days=math.ceil(settings.archive_max_days),
                max_bytes=settings.archive_max_bytes,
            )
            response = localised(make_response(_INDENTATION.sub("\n", page)))
        response.vary.add("Cookie")
        if chosen:
            response.set_cookie(_COOKIE, chosen, max_age=_A_YEAR, samesite="Lax", httponly=True)
        # Not no-store: going back to the page would lose the drawing.
        response.cache_control.no_cache = True
        return response

    return blueprint


def _chosen_language() -> str | None:
    asked = (request.args.get("lang"), request.cookies.get(_COOKIE))
    return next((tag for tag in asked if tag in LANGUAGES), None)
