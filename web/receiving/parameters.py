"""The parameters of an address: each once."""

from flask import Flask, request

from web.receiving.request_errors import InvalidParameter

_OURS = "/api/"


def init_app(app: Flask) -> None:
    """Refuse an address of the API with a parameter twice: one of the two would be asked for in vain."""
    app.before_request(_refuse_repeated)


def _refuse_repeated() -> None:
    if "&" not in request.environ["QUERY_STRING"] or not request.path.startswith(_OURS):
        return
    if any(len(values) > 1 for _, values in request.args.lists()):
        raise InvalidParameter
