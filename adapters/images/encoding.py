"""The text forms in which an image file may arrive."""

import binascii

from swagdigit import InvalidImage


def decode_base64(text: str) -> bytes:
    """
    Return the file in base64 text, with or without `data:image/...;base64,` before it.

    White space is passed over and missing padding is forgiven, as browsers do
    (https://infra.spec.whatwg.org/#forgiving-base64-decode).

    Raises:
        InvalidImage: it is not base64.
    """
    header, comma, body = text.partition(",")
    if not comma:
        header, body = "", text
    elif not (header.startswith("data:") and header.endswith(";base64")):
        raise InvalidImage("the text before the comma is not that of a base64 data URL")
    try:
        return binascii.a2b_base64(body, strict_mode=True)
    except ValueError:
        return _forgiven(body)


def _forgiven(body: str) -> bytes:
    compact = "".join(body.split()).rstrip("=")
    try:
        return binascii.a2b_base64(compact + "=" * (-len(compact) % 4), strict_mode=True)
    except ValueError as error:
        raise InvalidImage("the text is not base64") from error
