"""The bodies of requests, whole and unpacked, or not at all."""

import codecs

from flask import current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from web.receiving.packed import unpack
from web.receiving.request_errors import BrokenBody

_COMMAS_PER_IMAGE = 2  # one in a data URL, and one between two of them
_COMMAS = 1000  # in whatever else there is; harmless


def received_json(
    *, at_most: int = 1, too_much: type[RequestEntityTooLarge] = RequestEntityTooLarge
) -> bytes:
    """
    Return the bytes of JSON that the request carries, without the mark that some put before it.

    Args:
        at_most: images that it may hold.
        too_much: what is raised if it could hold more; RequestEntityTooLarge if it is too long.
    """
    body = received_body().removeprefix(codecs.BOM_UTF8)
    # It would be read into a great many objects before it could be refused.
    if body.count(b",") > _COMMAS_PER_IMAGE * at_most + _COMMAS:
        raise too_much
    return body


def received_body() -> bytes:
    """
    Return the bytes that the request carries.

    Raises:
        RequestEntityTooLarge: there are more than are read.
        UnknownPacking: they are packed in a way that is not known.
        BrokenBody: they are broken, or fewer than was announced.
    """
    length = request.content_length
    body = _body_in_chunks() if length is None else request.get_data(cache=False)
    if len(body) < (length or 0):  # Werkzeug does not notice that not all was sent
        raise BrokenBody
    # In fewer steps than from the headers.
    if encoding := request.environ.get("HTTP_CONTENT_ENCODING"):
        return unpack(body, encoding, at_most=_limit())
    return body


def _body_in_chunks() -> bytes:
    at_most = _limit()
    # Werkzeug cuts it off at its limit, without a word.
    request.max_content_length = at_most + 1
    body = request.get_data(cache=False)
    if len(body) > at_most:
        raise RequestEntityTooLarge
    return body


def _limit() -> int:
    limit: int = current_app.config["MAX_CONTENT_LENGTH"]
    return limit
