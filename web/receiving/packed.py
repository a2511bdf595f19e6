"""Bodies that a client has packed to send less."""

import zlib

from werkzeug.exceptions import RequestEntityTooLarge

from web.receiving.request_errors import BrokenBody, UnknownPacking

_AS_IT_IS, _PACKED = "identity", frozenset({"gzip", "x-gzip", "deflate"})
_EITHER = zlib.MAX_WBITS + 32  # gzip or zlib, as the first bytes say
_MOST_MEMBERS = 64  # what follows a member is copied once for each


def unpack(body: bytes, encoding: str, *, at_most: int) -> bytes:
    """
    Return a body as it was before it was packed.

    Args:
        body: as it came; of several members, as RFC 1952 allows, all are unpacked.
        encoding: the `Content-Encoding`.
        at_most: bytes of what is returned.

    Raises:
        UnknownPacking: it is packed in another way than by gzip or deflate.
        BrokenBody: it is broken, or has a great many members.
        RequestEntityTooLarge: it would be longer; no more is unpacked.
    """
    encoding = encoding.lower()
    if encoding == _AS_IT_IS:
        return body
    if encoding not in _PACKED:
        raise UnknownPacking
    unpacked = b""
    for _ in range(_MOST_MEMBERS):
        member, body = _first_member(body, at_most=at_most - len(unpacked))
        unpacked += member
        if not body:
            return unpacked
    raise BrokenBody


def _first_member(body: bytes, *, at_most: int) -> tuple[bytes, bytes]:
    """Return what the first member was before it was packed, and what follows it."""
    unpacker = zlib.decompressobj(_EITHER)
    try:
        unpacked = unpacker.decompress(body, at_most + 1)
    except zlib.error as exc:
        raise BrokenBody from exc
    if len(unpacked) > at_most:
        raise RequestEntityTooLarge
    if not unpacker.eof:
        raise BrokenBody
    return unpacked, unpacker.unused_data
