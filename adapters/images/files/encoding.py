"""The text forms in which an image file may arrive."""

import binascii
import re
from urllib.parse import unquote

from swagdigit import InvalidImage

_DATA_URL = re.compile(r"\s*data:[^,]*;\s*base64\s*", re.ASCII | re.IGNORECASE)


def decode_base64(text: str) -> bytes:
    """
    Return the file in base64 text, with or without `data:image/...;base64,` before it.

    White space is passed over, missing padding is forgiven, and signs may be escaped by %, as browsers
    do (https://infra.spec.whatwg.org/#forgiving-base64-decode, https://fetch.spec.whatwg.org/#data-urls).

    Raises:
        InvalidImage: it is not base64.
    """
    header, comma, body = text.partition(",")
    if not comma:
        header, body = "", text
    elif not _DATA_URL.fullmatch(header):
        raise InvalidImage("the text before the comma is not that of a base64 data URL")
    try:
        return binascii.a2b_base64(body, strict_mode=True)
    except ValueError:
        return _forgiven(body)


def _forgiven(body: str) -> bytes:
    compact = "".join(unquote(body).split()).rstrip("=")
    try:
        return binascii.a2b_base64(compact + "=" * (-len(compact) % 4), strict_mode=True)
    except ValueError as error:
        raise InvalidImage("the text is not base64") from error
