"""Forms: the parts of a body of `multipart/form-data`."""

from werkzeug.datastructures import Headers
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder

_MOST_PARTS = 1000


def parts_named(name: str, body: bytes, boundary: str) -> list[bytes | str]:
    """
    Return the parts of a name: the bytes of a file, or text.

    Werkzeug's own parser takes a part without the name of a file for text, and loses its bytes.

    Raises:
        ValueError: it is no form.
        RequestEntityTooLarge: it has a great many parts.
    """
    decoder = MultipartDecoder(_boundary(boundary), max_parts=_MOST_PARTS)
    decoder.receive_data(body)
    decoder.receive_data(None)
    parts: list[bytes | str] = []
    head: Field | File = Field(name="", headers=Headers())
    content = b""
    while not isinstance(event := decoder.next_event(), Epilogue):
        if isinstance(event, Field | File):
            head, content = event, b""
        elif isinstance(event, Data) and head.name == name:
            content += event.data
            if not event.more_data:
                parts.append(_text_or_file(head, content))
    return parts


def _boundary(boundary: str) -> bytes:
    if not boundary:
        raise ValueError("a form without a boundary")
    return boundary.encode("ascii")


def _text_or_file(head: Field | File, content: bytes) -> bytes | str:
    kind = head.headers.get("Content-Type", "").lower()
    if isinstance(head, File) or kind.startswith("image/"):
        return content
    try:
        return content.decode()
    except UnicodeDecodeError:  # a file that was not sent as one
        return content
