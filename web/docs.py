"""The API's documentation: the OpenAPI document and a page for it, served from here alone."""

import json
from importlib.resources import files

from flask import Blueprint, Response, render_template
from flask_openapi3.openapi import OpenAPI


def docs_blueprint(app: OpenAPI) -> Blueprint:
    """Make the documentation of the app's API."""
    swagger_ui = files("flask_openapi3_swagger") / "templates" / "swagger"
    blueprint = Blueprint(
        "docs",
        __name__,
        url_prefix="/api",
        static_folder=str(swagger_ui),
        static_url_path="/docs/swagger-ui",
    )

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        """Describe the API in OpenAPI 3.1."""
        return Response(json.dumps(app.api_doc, ensure_ascii=False), mimetype="application/json")

    @blueprint.get("/docs")
    def docs() -> str:
        """Show the API."""
        return render_template("docs.html")

    return blueprint
