"""Bodies that a client has packed to send less."""

import zlib

from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

_EITHER = zlib.MAX_WBITS + 32  # gzip or zlib, as the first bytes say


def unpack(body: bytes, encoding: str, *, at_most: int) -> bytes:
    """
    Return a body as it was before it was packed.

    Args:
        body: as it came.
        encoding: the `Content-Encoding`.
        at_most: bytes of what is returned.

    Raises:
        UnsupportedMediaType: it is packed in another way than by gzip or deflate.
        BadRequest: it is broken.
        RequestEntityTooLarge: it would be longer; no more is unpacked.
    """
    if encoding.lower() not in {"gzip", "deflate"}:
        raise UnsupportedMediaType
    unpacker = zlib.decompressobj(_EITHER)
    try:
        unpacked = unpacker.decompress(body, at_most + 1)
    except zlib.error as exc:
        raise BadRequest from exc
    if len(unpacked) > at_most:
        raise RequestEntityTooLarge
    if not unpacker.eof or unpacker.unused_data:
        raise BadRequest
    return unpacked
