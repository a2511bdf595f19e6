"""What programs get for many images at once."""

import pytest

from tests.fakes.archive import FullArchive, InMemoryArchive
from tests.fakes.classifier import UNSURE, FixedClassifier, UnavailableClassifier
from tests.fakes.reader import BLANK_PNG, DIGIT_PNG
from tests.web.parts import batch_json, predict_json
from web.settings import Settings

PNGS = {"digit": DIGIT_PNG, "blank": BLANK_PNG, "garbage": b"garbage"}
CLASSIFIERS = {
    "sure": FixedClassifier(),
    "unsure": FixedClassifier(UNSURE),
    "no model": UnavailableClassifier(),
}
NOT_TEXT = [None, 5, "", ["aW1hZ2U="], {"image": "aW1hZ2U="}, True]


class NamelessArchive(InMemoryArchive):
    """Names nothing twice alike, so that answers can be compared but for the names."""

    def keep(self, png):
        super().keep(png)
        return self.ids()[0]


def results(client, *pngs, **options):
    """Have images recognised at once."""
    response = client.open(**batch_json(*pngs, **options))
    assert response.status_code == 200
    return response.json["results"]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("classifier", CLASSIFIERS.values(), ids=CLASSIFIERS)
@pytest.mark.parametrize("archive_required", [True, False])
@pytest.mark.parametrize("archive", [NamelessArchive(), FullArchive()], ids=["room", "full"])
def test_each_is_answered_as_alone(make_client, language, classifier, archive_required, archive):
    """Answers, refusals and warnings are those of `predict`, in either language."""
    settings = Settings(archive_required=archive_required)
    client = make_client(classifier=classifier, archive=archive, settings=settings)
    options = {"headers": {"Accept-Language": language}}

    alone = [client.open(**predict_json(png, **options)).json for png in PNGS.values()]
    assert results(client, *PNGS.values(), **options) == alone


@pytest.mark.parametrize("image", NOT_TEXT, ids=repr)
def test_what_is_no_text_is_refused_in_its_place(client, image):
    """One image that is none is answered as by `predict`, and harms no other."""
    digit = predict_json()["json"]["image"]
    alone = client.open(**predict_json(json={"image": image})).json
    first, second, third = results(client, json={"images": [digit, image, digit]})

    assert second == alone
    assert first["prediction"] == third["prediction"] == 5


def test_none_are_answered_with_none(client):
    """A program need not ask whether it has images."""
    assert results(client) == []


def test_the_limit_is_a_setting(make_client):
    """As many images as the limit are recognised, one more is not."""
    client = make_client(settings=Settings(max_batch=2))

    assert len(results(client, *[DIGIT_PNG] * 2)) == 2
    assert client.open(**batch_json(*[DIGIT_PNG] * 3)).status_code == 413


def test_the_answer_has_a_language(client):
    """Caches are told that there are sentences in it."""
    response = client.open(**batch_json(BLANK_PNG), headers={"Accept-Language": "en"})

    assert response.headers["Content-Language"] == "en"
    assert "Accept-Language" in response.vary


@pytest.mark.parametrize(
    "part", [{"archive": FullArchive()}, {"classifier": UnavailableClassifier()}]
)
def test_the_operator_learns_the_reason(make_client, caplog, part):
    """What the service lacks is in the log, as for one image: once a batch, however many it has."""
    client = make_client(**part)
    caplog.clear()
    for _ in range(2):
        client.open(**batch_json(*[DIGIT_PNG] * 3))

    assert [record.levelname for record in caplog.records] == ["ERROR"] * 2
