"""Compression: the page, and what it loads, travel in a third of their size."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, Response
from flask_compress import Compress


def init_app(app: Flask) -> None:
    """Let the app compress its page for clients that accept it; all other answers are short."""
    app.config["COMPRESS_REGISTER"] = False
    compress = Compress()
    compress.init_app(app)
    views = app.view_functions
    views["pages.index"] = compress.compressed()(views["pages.index"])
    views["static"] = compress.compressed()(_read_whole(views["static"]))


def _read_whole(view: Callable[..., Any]) -> Callable[..., Response]:
    """Have what a view streams read at once: Flask-Compress would leave its file open."""

    @wraps(view)
    def read(**asked: str) -> Response:
        response: Response = view(**asked)
        response.direct_passthrough = False
        response.make_sequence()
        return response

    return read
