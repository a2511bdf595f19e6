"""What is answered when there is no answer."""

import gzip
import io
import json
from typing import get_args

import pytest
from werkzeug import exceptions as http

import swagdigit
from swagdigit import BatchTooLarge, ImageNotFound, ImageTooLarge, InvalidImage, SwagDigitError
from tests.fakes.archive import FullArchive
from tests.fakes.classifier import UNSURE, FixedClassifier, UnavailableClassifier
from tests.fakes.reader import DIGIT_PNG
from tests.web.parts import BLANK, DIGIT, BrokenMonitor, FailingReader, batch_json, predict_json
from web.errors import REFUSALS, row_of
from web.schemas.refusals import Code
from web.settings import Settings

UNSURE_FRENCH = "La certitude est trop faible pour une prédiction fiable. Essayez à nouveau."


JSON = "application/json"


def body(data, content_type=JSON):
    """Return a request with this body."""
    return predict_json(json=None, data=data, content_type=content_type)


def packed(data, encoding, content_type=JSON):
    """Return a request with a body that was packed."""
    return body(data, content_type) | {"headers": {"Content-Encoding": encoding}}


def form(image, name=b"", *, kind=b"", before=b"", end=b"--\r\n"):
    """Return a request with a form that has an image, after other parts."""
    head = b'--x\r\nContent-Disposition: form-data; name="image"' + name + kind
    data = before + head + b"\r\n\r\n" + image + b"\r\n--x" + end
    return body(data, "multipart/form-data; boundary=x")


BAD_REQUESTS = {
    "empty body": (body(b""), 400, "invalid_request"),
    "empty body without a type": (body(b"", None), 400, "invalid_request"),
    "empty image": (body(b"", "image/png"), 400, "invalid_request"),
    "empty form": (body(b"", "multipart/form-data"), 400, "invalid_request"),
    "form without a boundary": (body(b"--x", "multipart/form-data"), 400, "invalid_request"),
    "form without an image": (
        body({"comment": ""}, "multipart/form-data"),
        400,
        "invalid_request",
    ),
    "not JSON": (body(b"image"), 400, "invalid_request"),
    "cut JSON": (body(b'{"image": "aW1'), 400, "invalid_request"),
    "not UTF-8": (body(b'{"image": "\xff"}'), 400, "invalid_request"),
    "half a character": (body(b'{"image": "\\ud800"}'), 400, "invalid_request"),
    "deep JSON": (body(b'{"image": ' + b"[" * 100_000), 400, "invalid_request"),
    "huge number": (body(b'{"image": ' + b"9" * 10_000 + b"}"), 400, "invalid_request"),
    "not a number": (body(b'{"image": NaN}'), 400, "invalid_request"),
    "a list": (body(b'["image"]'), 400, "invalid_request"),
    "a string": (body(b'"image"'), 400, "invalid_request"),
    "null": (body(b"null"), 400, "invalid_request"),
    "no image": (predict_json(json={"picture": "aW1hZ2U="}), 400, "invalid_request"),
    "twice, the last one null": (body(b'{"image": "a", "image": null}'), 400, "invalid_request"),
    "empty string": (predict_json(json={"image": ""}), 400, "invalid_request"),
    "null image": (predict_json(json={"image": None}), 400, "invalid_request"),
    "number for an image": (predict_json(json={"image": 5}), 400, "invalid_request"),
    "list for an image": (predict_json(json={"image": ["a"]}), 400, "invalid_request"),
    "batch: no images": (batch_json(json={"image": "aW1hZ2U="}), 400, "invalid_request"),
    "batch: no list": (batch_json(json={"images": "aW1hZ2U="}), 400, "invalid_request"),
    "batch: null": (batch_json(json={"images": None}), 400, "invalid_request"),
    "batch: empty body": (batch_json(json=None), 400, "invalid_request"),
    "batch: deep JSON": (
        batch_json(json=None, data=b'{"images":' + b"[" * 100_000, content_type=JSON),
        400,
        "invalid_request",
    ),
    "batch: 257 images": (batch_json(json={"images": [""] * 257}), 413, "request_too_large"),
    "batch: an image": (
        batch_json(json=None, data=b"5", content_type="image/png"),
        415,
        "unsupported_media_type",
    ),
    "batch: 50 MB": (
        batch_json(json=None, data=b"A" * 50_000_000, content_type=JSON),
        413,
        "request_too_large",
    ),
    "batch: asked for live": (
        batch_json(path="/api/predict/batch?live=1"),
        400,
        "invalid_parameter",
    ),
    "an explanation asked for live": (
        predict_json(path="/api/explain?live=1"),
        400,
        "invalid_parameter",
    ),
    "an unknown parameter of the load": (
        {"path": "/api/system_info?fields=cpu"},
        400,
        "invalid_parameter",
    ),
    "a parameter twice": (
        predict_json(path="/api/predict?live=0&live=1"),
        400,
        "invalid_parameter",
    ),
    "an unknown parameter": (predict_json(path="/api/predict?LIVE=1"), 400, "invalid_parameter"),
    "a form that is cut off": (
        form(DIGIT_PNG, b'; filename="a"', end=b""),
        400,
        "invalid_request",
    ),
    "a form of a great many parts": (
        form(
            DIGIT_PNG, before=b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n" * 1000
        ),
        413,
        "request_too_large",
    ),
    "a million other things": (
        body(b'{"image": "a", "b": [' + b"[0]," * 1_000_000 + b"0]}"),
        413,
        "request_too_large",
    ),
    "packed in an unknown way": (packed(b"{}", "br"), 415, "unsupported_media_type"),
    "packed, and broken": (packed(b"{}", "gzip"), 400, "invalid_request"),
    "packed, and cut off": (packed(gzip.compress(b"{}")[:-4], "gzip"), 400, "invalid_request"),
    "packed, with more behind": (
        packed(gzip.compress(b"{}") + b"more", "gzip"),
        400,
        "invalid_request",
    ),
    "a form that is packed, and broken": (
        packed(b"--x--", "gzip", "multipart/form-data; boundary=x"),
        400,
        "invalid_request",
    ),
    "packed, in a great many members": (
        packed(gzip.compress(b"") * 99, "gzip"),
        400,
        "invalid_request",
    ),
    "packed, 50 MB in members": (
        packed(gzip.compress(bytes(2**20)) * 11, "gzip"),
        413,
        "request_too_large",
    ),
    "packed, 50 MB": (packed(gzip.compress(bytes(50_000_000)), "gzip"), 413, "request_too_large"),
    "text": (body(b"5", "text/plain"), 415, "unsupported_media_type"),
    "no type": (body(b"5", None), 415, "unsupported_media_type"),
    "plain form": (
        body(b"image=a", "application/x-www-form-urlencoded"),
        415,
        "unsupported_media_type",
    ),
    "50 MB": (body(b"A" * 50_000_000), 413, "request_too_large"),
    "50 MB image": (body(b"A" * 50_000_000, "image/png"), 413, "request_too_large"),
    "50 MB of nothing known": (
        body(b"A" * 50_000_000, "text/plain"),
        415,
        "unsupported_media_type",
    ),
    "50 MB form": (
        body(b"A" * 50_000_000, "multipart/form-data; boundary=x"),
        413,
        "request_too_large",
    ),
    "unknown path": (predict_json(path="/nowhere"), 404, "not_found"),
    "unknown API path": (predict_json(path="/api/nowhere"), 404, "not_found"),
    "slash too many": (predict_json(path="/api//predict"), 404, "not_found"),
    "slash at the end": (predict_json(path="/api/predict/"), 404, "not_found"),
    "unknown file": ({"path": "/static/nothing.js"}, 404, "not_found"),
    "file outside": ({"path": "/static/..%2fapp.py"}, 404, "not_found"),
    "file that can not be": ({"path": "/static/%00"}, 404, "not_found"),
    "wrong method": ({"path": "/api/predict"}, 405, "method_not_allowed"),
    "unknown method": (predict_json(method="BREW"), 405, "method_not_allowed"),
    "wrong method for the page": ({"path": "/", "method": "POST"}, 405, "method_not_allowed"),
}


@pytest.mark.parametrize("case", BAD_REQUESTS.values(), ids=BAD_REQUESTS)
def test_bad_requests_are_refused(client, archive, caplog, case):
    """Each has the contract's status, code and form, leaves no trace, and harms nothing."""
    request, status, code = case
    response = client.open(**request)

    assert response.status_code == status
    assert response.mimetype == "application/json"
    assert set(response.json) == {"error", "code"}
    assert response.json["code"] == code
    assert caplog.records == []
    assert archive.ids() == []
    assert client.open(**DIGIT).status_code == 200


REFUSED_IMAGES = {
    "not an image": ({"reader": FailingReader(InvalidImage("no"))}, 400, "invalid_image"),
    "too many pixels": ({"reader": FailingReader(ImageTooLarge("no"))}, 413, "image_too_large"),
    "no model": ({"classifier": UnavailableClassifier()}, 503, "classifier_unavailable"),
    "no room": ({"archive": FullArchive()}, 507, "archive_unavailable"),
}


@pytest.mark.parametrize(("parts", "status", "code"), REFUSED_IMAGES.values(), ids=REFUSED_IMAGES)
def test_images_are_refused(make_client, archive, parts, status, code):
    """Each error of the domain has its status and code, and nothing of the inside is told."""
    response = make_client(**parts).open(**DIGIT)
    named = dict(zip(["image_id"], archive.ids(), strict=False))

    assert response.status_code == status
    assert response.json == {"error": str(row_of_code(code).sentence), "code": code, **named}


def test_who_sends_too_many_pixels_at_once_is_told_so(make_client):
    """Each image may be small enough; it is fewer of them that help."""
    response = make_client(reader=FailingReader(BatchTooLarge("no"))).open(**DIGIT)

    assert (response.status_code, response.json["code"]) == (413, "image_too_large")
    assert "moins à la fois" in response.json["error"]


def test_without_a_model_the_kept_image_is_named(make_client, archive):
    """Its sender can have it erased, and sends no second copy for want of a name."""
    response = make_client(classifier=UnavailableClassifier()).open(**DIGIT)

    assert response.status_code == 503
    assert [response.json["image_id"]] == archive.ids()


def row_of_code(code):
    """Return the row of a code."""
    return next(row for row in REFUSALS.values() if row.code == code)


def test_too_low_a_certainty_is_told(make_client, archive):
    """The French sentence of the contract comes with the certainty and the image's name."""
    response = make_client(classifier=FixedClassifier(UNSURE)).open(**DIGIT)

    assert response.status_code == 422
    assert response.json == {
        "error": UNSURE_FRENCH,
        "code": "certainty_too_low",
        "certainty": 41.7,
        "image_id": archive.ids()[0],
    }
    assert UNSURE_FRENCH in response.text


def test_a_blank_image_is_named(client, archive):
    """What was kept can be found, though nothing is drawn on it."""
    response = client.open(**BLANK)

    assert response.status_code == 422
    assert response.json["code"] == "blank_image"
    assert response.json["image_id"] == archive.ids()[0]


@pytest.mark.parametrize("request_", [BLANK, DIGIT])
def test_an_image_that_was_not_kept_has_no_name(make_client, request_):
    """By setting a full archive leaves the refusal as it is, but for the name."""
    client = make_client(
        archive=FullArchive(),
        classifier=FixedClassifier(UNSURE),
        settings=Settings(archive_required=False),
    )
    response = client.open(**request_)

    assert response.status_code == 422
    assert response.json["image_id"] is None


def test_the_unexpected_is_logged_and_not_told(make_client, caplog):
    """A mistake of ours is answered like any refusal; its trace is for the log alone."""
    response = make_client(monitor=BrokenMonitor()).get("/api/system_info")

    [record] = caplog.records
    assert response.status_code == 500
    assert response.json["code"] == "internal_error"
    assert "secret" not in response.text
    assert record.exc_info[0] is ZeroDivisionError


@pytest.mark.parametrize(
    "parts", [{"classifier": UnavailableClassifier()}, {"archive": FullArchive()}]
)
def test_the_operator_learns_the_reason(make_client, caplog, parts):
    """What the service lacks is one line in the log, without a trace."""
    client = make_client(**parts)
    caplog.clear()
    client.open(**DIGIT)

    [record] = caplog.records
    assert record.levelname == "ERROR"
    assert record.exc_info is None


def test_the_operator_learns_why_an_image_is_not_kept(make_client, caplog):
    """By setting the answer has a warning, and the log the reason."""
    make_client(archive=FullArchive(), settings=Settings(archive_required=False)).open(**DIGIT)

    assert "the archive can not keep an image: no room" in caplog.messages


CHUNKED = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
LIMITED = {
    "an image": body(DIGIT_PNG, "image/png"),
    "JSON": body(json.dumps(DIGIT["json"]).encode()),
    "a form": form(DIGIT_PNG, b'; filename="a"'),
}


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("request_", LIMITED.values(), ids=LIMITED)
def test_the_limit_is_a_setting(make_client, request_, chunked):
    """A body of as many bytes is read, one more is refused, whether or not its length is told."""
    length = len(request_["data"])
    for limit, status in [(length, 200), (length - 1, 413)]:
        client = make_client(settings=Settings(max_bytes=limit))
        response = client.open(**in_chunks(request_) if chunked else request_)

        assert response.status_code == status
        assert response.json.get("code") == (None if status == 200 else "request_too_large")


@pytest.mark.parametrize("request_", LIMITED.values(), ids=LIMITED)
def test_the_limit_is_the_same_where_the_server_ends_a_body(make_client, request_):
    """Gunicorn does."""
    ended = request_ | {"environ_overrides": {"wsgi.input_terminated": True}}
    length = len(request_["data"])

    assert make_client(settings=Settings(max_bytes=length)).open(**ended).status_code == 200
    assert make_client(settings=Settings(max_bytes=length - 1)).open(**ended).status_code == 413


def in_chunks(request):
    """Return a request that does not tell its length."""
    return {name: value for name, value in request.items() if name not in {"data", "json"}} | {
        "input_stream": io.BytesIO(request["data"]),
        "environ_overrides": CHUNKED,
    }


def test_what_is_unpacked_is_limited_too(make_client):
    """By the same limit, to the byte, in one member or in several."""
    whole = packed(gzip.compress(DIGIT_PNG * 9), "gzip", "image/png")
    parted = packed(gzip.compress(DIGIT_PNG) + gzip.compress(DIGIT_PNG * 8), "gzip", "image/png")
    for request in (whole, parted):
        enough, small = (Settings(max_bytes=9 * len(DIGIT_PNG) - less) for less in (0, 1))

        assert make_client(settings=enough).open(**request).status_code == 200
        assert make_client(settings=small).open(**request).status_code == 413


UNRECEIVED = {
    "cut off": (
        {"environ_overrides": {"CONTENT_LENGTH": "99"}},
        "Le contenu de la requête est incomplet",
    ),
    "broken": (
        {"headers": {"Content-Encoding": "gzip"}},
        "Le contenu de la requête est incomplet",
    ),
    "in an unknown way": ({"headers": {"Content-Encoding": "br"}}, "Cette compression n'est pas"),
}


@pytest.mark.parametrize(("options", "sentence"), UNRECEIVED.values(), ids=UNRECEIVED)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/predict"),
        ("POST", "/v2/models/digits/infer"),
        ("PUT", "/api/images/x/label"),
    ],
)
def test_what_was_not_received_is_said(client, method, path, options, sentence):
    """Whatever was to be received: nobody looks for an image that was there."""
    response = client.open(path, method=method, data=b"{}", content_type=JSON, **options)

    assert response.json["error"].startswith(sentence)


def test_a_repeated_parameter_is_said_to_be(client):
    """Neither of the two is unknown, or has an impossible value."""
    response = client.open(**predict_json(path="/api/predict?live=0&live=1"))

    assert "répété" in response.json["error"]


@pytest.mark.parametrize("content_type", ["application/json", "image/png", "multipart/form-data"])
def test_a_body_of_unknown_length_is_limited_too(make_client, content_type):
    """A client that sends in chunks, and so tells no length, gets the same refusal."""
    client = make_client(settings=Settings(max_bytes=100))
    response = client.post(
        "/api/predict",
        input_stream=io.BytesIO(b"--x\r\n" + b"A" * 200),
        headers={"Content-Type": f"{content_type}; boundary=x"},
        environ_overrides=CHUNKED,
    )

    assert response.status_code == 413
    assert response.json["code"] == "request_too_large"


def test_a_short_body_of_unknown_length_is_read(client, reader):
    """A client may send in chunks."""
    response = client.post(
        "/api/predict",
        input_stream=io.BytesIO(DIGIT_PNG),
        headers={"Content-Type": "image/png"},
        environ_overrides=CHUNKED,
    )

    assert response.status_code == 200
    assert reader.received == [DIGIT_PNG]


def test_a_wrong_method_learns_the_right_one(client):
    """A 405 says which methods there are."""
    assert "POST" in client.get("/api/predict").allow


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", UNSURE_FRENCH),
        ("en", "The certainty is too low for a reliable prediction. Please try again."),
    ],
)
def test_sentences_are_in_the_asked_language(make_client, language, sentence):
    """The sentence is for a person, who reads one of two languages; the code stays."""
    client = make_client(classifier=FixedClassifier(UNSURE))
    response = client.open(**predict_json(headers={"Accept-Language": language}))

    assert response.json["error"] == sentence
    assert response.json["code"] == "certainty_too_low"
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.vary


def test_every_error_of_the_domain_has_a_row():
    """A new error can not be forgotten in the table."""
    errors = {error for error in vars(swagdigit).values() if _is_error(error)}

    assert errors <= REFUSALS.keys()


def _is_error(value):
    return isinstance(value, type) and issubclass(value, SwagDigitError)


def test_every_code_is_in_the_table():
    """The documented codes are those that are answered."""
    assert {row.code for row in REFUSALS.values()} == set(get_args(Code))


def test_the_nearest_class_decides():
    """An error without a row has that of the class above it, down to the roots."""
    assert row_of(http.ClientDisconnected).code == "invalid_request"
    assert row_of(http.RequestedRangeNotSatisfiable).code == "invalid_request"
    assert row_of(ImageNotFound).status == 404


def test_a_status_without_a_row_stays(client):
    """What has no row of its own is refused in the same form, with its own status."""
    response = client.get("/static/docs/docs.js", headers={"Range": "bytes=999999-"})

    assert response.status_code == 416
    assert response.json["code"] == "invalid_request"
