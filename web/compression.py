"""Compression: the page, what it loads, and the API's documentation travel in a third of their size."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response, request
from flask_compress import Compress

_PAGES = ("pages.index", "docs.openapi")
_FILES = ("static", "docs.static")


def init_app(app: Flask) -> None:
    """
    Let the app compress what a browser loads, for clients that accept it.

    All other answers are short, or packed already: images, and a zip of them.
    """
    app.config["COMPRESS_REGISTER"] = False
    compress = Compress()
    compress.init_app(app)
    views = app.view_functions
    for name in _PAGES:
        views[name] = _for_who_accepts_it(compress.compressed()(views[name]))
    for name in _FILES:
        views[name] = _for_who_accepts_it(compress.compressed()(_read_whole(views[name])))


def _for_who_accepts_it(view: Callable[..., Any]) -> Callable[..., Response]:
    """
    Hide what the client refuses by a weight of 0: Flask-Compress would take it for accepted.

    Who wants a part of a file gets it as it is: it would be cut out first, and compressed then.
    """

    @wraps(view)
    def ask(**asked: str) -> Response:
        encodings = () if request.range else request.accept_encodings
        accepted = [f"{name};q={weight}" for name, weight in encodings if weight]
        request.environ["HTTP_ACCEPT_ENCODING"] = ", ".join(accepted)
        response: Response = view(**asked)
        return response

    return ask


def _read_whole(view: Callable[..., Any]) -> Callable[..., Response]:
    """Have what a view streams read at once: Flask-Compress would leave its file open."""

    @wraps(view)
    def read(**asked: str) -> Response:
        response: Response = view(**asked)
        response.direct_passthrough = False
        response.make_sequence()
        return response

    return read
