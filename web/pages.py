"""The page for persons."""

from flask import Blueprint, Response, make_response, render_template

from web.i18n import language, localised


def pages_blueprint() -> Blueprint:
    """Make the page with the canvas."""
    blueprint = Blueprint("pages", __name__)

    @blueprint.get("/")
    def index() -> Response:
        """Show the page in the language that the browser asks for."""
        response = make_response(render_template("index.html", language=language()))
        # Not no-store: going back to the page would lose the drawing.
        response.cache_control.no_cache = True
        return localised(response)

    return blueprint
