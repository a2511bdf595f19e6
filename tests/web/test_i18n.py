"""Whether the translation is whole."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WEB = Path(__file__).parents[2] / "web"
ENGLISH = WEB / "translations" / "en" / "LC_MESSAGES" / "messages.po"


@pytest.fixture
def catalog():
    """The English translation as a person wrote it."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def test_every_sentence_is_translated(catalog):
    """The catalog has each sentence of the code and the templates, and no other."""
    with (WEB / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = DEFAULT_KEYWORDS | {"lazy_gettext": None}
    found = extract_from_dir(WEB, methods, options, keywords)

    assert {message.id for message in catalog if message.id} == {row[2] for row in found}
    assert [message.id for message in catalog if not message.string or message.fuzzy] == []


def test_no_french_line_begins_with_a_sign(catalog):
    """The spaces that French has before : ; ? ! and inside « » do not break a line."""
    sentences = [text for message in catalog for text in _texts(message.id)]

    assert [text for text in sentences if re.search(" [:;?!»]|« ", text)] == []


def test_the_compiled_catalog_is_the_written_one(catalog):
    """What is loaded is what a person wrote."""
    compiled = io.BytesIO()
    write_mo(compiled, catalog)

    assert ENGLISH.with_suffix(".mo").read_bytes() == compiled.getvalue()


def _texts(sentence):
    return [sentence] if isinstance(sentence, str) else sentence
