"""What programs get from the API."""

import codecs
import gzip
import io
import zlib

import pytest

from tests.fakes.archive import FullArchive
from tests.fakes.classifier import SURE_OF_5, FixedClassifier
from tests.fakes.monitor import FixedMonitor
from tests.fakes.reader import DIGIT_PNG
from tests.web.parts import predict_json
from web.settings import Settings


def predict(client, **options):
    """Have an image recognised."""
    return client.open(**predict_json(**options))


class TestPredict:
    def test_the_digit_is_told_with_its_certainty(self, client, archive):
        """The answer has exactly the fields of the contract."""
        response = predict(client)

        assert response.status_code == 200
        assert response.json == {
            "prediction": 5,
            "certainty": 75.32,
            "probabilities": list(SURE_OF_5),
            "image_id": archive.ids()[0],
            "model": "fixed-1",
        }

    def test_the_original_example_is_its_beginning(self, client):
        """A client that reads the text sees what the first version of the service answered."""
        assert predict(client).text.startswith('{"prediction":5,"certainty":75.32')

    def test_probabilities_are_rounded(self, make_client):
        """They have six decimals at most, though a classifier may be as exact as it likes."""
        exact = FixedClassifier((0.0,) * 8 + (1 / 3, 2 / 3))
        told = predict(make_client(classifier=exact)).json["probabilities"]

        assert told == [0.0] * 8 + [0.333333, 0.666667]

    def test_probabilities_are_at_most_one(self, make_client):
        """What a classifier may err when it adds up is not passed on."""
        erring = FixedClassifier((1 + 9e-7,) + (0.0,) * 9)
        answer = predict(make_client(classifier=erring)).json

        assert answer["probabilities"] == [1.0] + [0.0] * 9
        assert answer["certainty"] == 100.0

    def test_the_prediction_is_kept_beside_the_image(self, client, archive):
        """Whoever looks the image up finds what was said of it."""
        image_id = predict(client).json["image_id"]

        assert archive.get(image_id).prediction.digit == 5

    def test_the_threshold_is_a_setting(self, make_client):
        """A five of 75.32 % is told up to a threshold of 75.32 %, and not above."""
        assert predict(make_client(settings=Settings(threshold=75.32))).status_code == 200
        assert predict(make_client(settings=Settings(threshold=75.33))).status_code == 422

    @pytest.mark.parametrize(
        ("language", "warning"),
        [("fr", "L'image n'a pas pu être conservée."), ("en", "The image could not be kept.")],
    )
    def test_an_image_may_be_lost_by_setting(self, make_client, language, warning):
        """If keeping is not required, a full archive costs a warning and not the answer."""
        client = make_client(archive=FullArchive(), settings=Settings(archive_required=False))
        response = predict(client, headers={"Accept-Language": language})

        assert response.status_code == 200
        assert response.json["prediction"] == 5
        assert response.json["image_id"] is None
        assert response.json["warning"] == warning
        assert response.headers["Content-Language"] == language


PACKINGS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "GZip": gzip.compress,
    "x-gzip": gzip.compress,
}


class TestReceivedImage:
    @pytest.mark.parametrize("text", ["aW1hZ2U=", "data:image/png;base64,aW1hZ2U=", "é\u0000"])
    def test_json_carries_text(self, client, reader, text):
        """What a client wrote in the JSON is given to the reader as it stands."""
        predict(client, json={"image": text, "comment": None})

        assert reader.received == [text]

    @pytest.mark.parametrize(
        "content_type", ["application/json; charset=utf-8", "application/digit+json"]
    )
    def test_json_goes_by_several_names(self, client, reader, content_type):
        """A parameter or a suffix does not make JSON something else."""
        predict(client, json=None, data=b'{"image": "text"}', content_type=content_type)

        assert reader.received == ["text"]

    def test_json_may_have_a_mark_before_it(self, client, reader):
        """Windows puts one before what it calls UTF-8."""
        data = codecs.BOM_UTF8 + b'{"image": "text"}'
        predict(client, json=None, data=data, content_type="application/json")

        assert reader.received == ["text"]

    @pytest.mark.parametrize(("encoding", "pack"), PACKINGS.items())
    def test_a_body_may_be_packed(self, client, reader, encoding, pack):
        """What a client has packed to send less is unpacked."""
        predict(
            client,
            json=None,
            data=pack(b'{"image": "text"}'),
            content_type="application/json",
            headers={"Content-Encoding": encoding},
        )

        assert reader.received == ["text"]

    def test_a_packed_body_may_have_several_members(self, client, reader):
        """As of files that were packed one by one and put together."""
        data = gzip.compress(b'{"image": ') + gzip.compress(b'"text"}')
        headers = {"Content-Encoding": "gzip"}
        predict(client, json=None, data=data, content_type="application/json", headers=headers)

        assert reader.received == ["text"]

    @pytest.mark.parametrize("encoding", ["", "identity"])
    def test_no_packing_has_two_names(self, client, reader, encoding):
        """Some clients send the header whatever they do."""
        headers = {"Content-Encoding": encoding}
        form = {"data": {"image": "text"}, "content_type": "multipart/form-data"}
        predict(client, headers=headers)
        predict(client, json=None, headers=headers, **form)

        assert len(reader.received) == 2

    @pytest.mark.parametrize("content_type", ["image/png", "image/jpeg", "image/x-unheard-of"])
    def test_a_body_is_an_image(self, client, reader, content_type):
        """The bytes of a body of an image type are given to the reader."""
        predict(client, json=None, data=DIGIT_PNG, content_type=content_type)

        assert reader.received == [DIGIT_PNG]

    def test_a_form_carries_a_file(self, client, reader, tmp_path):
        """The bytes of the file `image` are given to the reader."""
        file = tmp_path / "digit.png"
        file.write_bytes(DIGIT_PNG)
        predict(client, json=None, data={"image": file.open("rb"), "comment": "mine"})

        assert reader.received == [DIGIT_PNG]

    @pytest.mark.parametrize(
        "head", ["", '; filename=""', '; filename="a"', "\r\nContent-Type: image/png"]
    )
    @pytest.mark.parametrize("image", [DIGIT_PNG, b"ASCII"])
    def test_a_file_needs_no_name(self, client, reader, head, image):
        """What is named, of an image type or no text is a file; what is text else may be base64."""
        form = f'--x\r\nContent-Disposition: form-data; name="image"{head}\r\n\r\n'.encode()
        predict(
            client,
            json=None,
            data=form + image + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
        )

        assert reader.received == ["ASCII" if image == b"ASCII" and not head else image]

    def test_a_form_may_be_packed(self, client, reader):
        """As any other body."""
        form = b'--x\r\nContent-Disposition: form-data; name="image"\r\n\r\ntext\r\n--x--\r\n'
        predict(
            client,
            json=None,
            data=gzip.compress(form),
            content_type="multipart/form-data; boundary=x",
            headers={"Content-Encoding": "gzip"},
        )

        assert reader.received == ["text"]

    def test_a_form_with_an_empty_file_carries_text(self, client, reader):
        """A browser sends an empty file if nobody has chosen one; other parts are passed over."""
        files = {"other": (io.BytesIO(b"other"), "a"), "image": [(io.BytesIO(), ""), "text"]}
        predict(client, json=None, data=files)

        assert reader.received == ["text"]

    def test_a_form_carries_one_image(self, client, reader):
        """Of two, one would be sent in vain: neither is read, and the answer says where to."""
        files = {"image": [(io.BytesIO(b"one"), "1.png"), (io.BytesIO(b"two"), "2.png")]}
        response = predict(client, json=None, data=files)

        assert (response.status_code, response.json["code"]) == (400, "invalid_request")
        assert "/api/predict/batch" in response.json["error"]
        assert reader.received == []

    def test_a_form_carries_a_large_file(self, client, reader):
        """A file of some megabytes is given as it is."""
        image = DIGIT_PNG * 200_000
        head = b'--x\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n'
        predict(
            client,
            json=None,
            data=head + image + b"\r\n--x--\r\n",
            content_type="multipart/form-data; boundary=x",
        )

        assert reader.received == [image]

    def test_a_form_carries_text(self, client, reader):
        """A data URL in the field `image`, however long, is given as it is."""
        text = "data:image/png;base64," + "A" * 505_000
        predict(client, json=None, data={"image": text}, content_type="multipart/form-data")

        assert reader.received == [text]


class TestSystemInfo:
    def test_the_load_is_told(self, client):
        """The answer has the text of the original example, and the numbers."""
        response = client.get("/api/system_info")

        assert response.json == {
            "memory": "65%",
            "cpu": "45%",
            "memory_percent": 65.0,
            "cpu_percent": 45.0,
        }

    def test_the_text_is_rounded(self, make_client):
        """The text has no decimals, the numbers have them all."""
        response = make_client(monitor=FixedMonitor(cpu=0.4, memory=99.96)).get("/api/system_info")

        assert response.json == {
            "memory": "100%",
            "cpu": "0%",
            "memory_percent": 99.96,
            "cpu_percent": 0.4,
        }
