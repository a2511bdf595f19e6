"""What a browser loads is compressed, and nothing else."""

import gzip
from functools import partial

import pytest

from tests.adapters.images.pictures import file_of, glyph, on_paper
from tests.web.parts import predict_json


def test_the_page_is_compressed_for_who_can_read_it(client):
    """As it was for all others."""
    plain = client.get("/")
    short = client.get("/", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(short.data) == plain.data
    assert len(short.data) < len(plain.data) / 2
    assert {"Accept-Encoding", "Cookie"} <= {*short.vary} == {*plain.vary}


@pytest.mark.parametrize("file", ["css/page.css", "js/main.js"])
def test_parts_of_the_page_are_compressed(client, file):
    """And not sent again to who has them."""
    get = partial(client.get, f"/static/{file}", buffered=True)
    headers = {"Accept-Encoding": "gzip"}
    plain, short = get(), get(headers=headers)
    again = get(headers=headers | {"If-None-Match": short.headers["ETag"]})

    assert gzip.decompress(short.data) == plain.data
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/api/openapi.json",
        "/api/docs/swagger-ui/js/swagger-ui-bundle.js",
        "/api/docs/swagger-ui/css/swagger-ui.css",
    ],
)
def test_the_documentation_is_compressed(client, path):
    """Its program alone has a megabyte and a half."""
    get = partial(client.get, path, buffered=True)
    plain, short = get(), get(headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(short.data) == plain.data
    assert len(short.data) < len(plain.data) / 2


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("gzip;q=0", None),
        ("gzip;q=0, br;q=0.0", None),
        ("identity, *;q=0", None),
        ("gzip;q=0.001", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0.2, deflate;q=0.8", "deflate"),
        ("GZip", "gzip"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/static/js/main.js"])
def test_what_is_refused_is_not_sent(client, path, accepted, encoding):
    """A weight of 0 says that the client can not read it."""
    response = client.get(path, headers={"Accept-Encoding": accepted}, buffered=True)

    assert response.headers.get("Content-Encoding") == encoding


def test_answers_are_not_compressed(client):
    """They are short, and each would wait for it."""
    arguments = predict_json(file_of(on_paper(glyph())))
    answer = client.post(**arguments, headers={"Accept-Encoding": "gzip"})

    assert answer.json["prediction"] is not None
    assert "Content-Encoding" not in answer.headers


def test_a_part_is_one_of_the_file_as_it_is(client):
    """Compressed, it would fit no other part."""
    get = partial(client.get, "/static/js/main.js", buffered=True)
    part = get(headers={"Accept-Encoding": "gzip", "Range": "bytes=100-1999"})

    assert part.status_code == 206
    assert "Content-Encoding" not in part.headers
    assert part.data == get().data[100:2000]
