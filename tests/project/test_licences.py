"""Whoever gives the service away has to know what it is made of."""

import re

from tests.project.licences import dependencies, listed, normal

# They ask for no more than that their own text is passed on, and the Mozilla licence that
# changes of its own files are, too.
FREE = re.compile(r"MIT|BSD|Apache|PSF|Zlib|CC0|ISC|MPL")


def test_every_dependency_is_listed():
    """`make audit` has been run since the last one came or went."""
    assert listed().keys() == {normal(name) for name in dependencies()}
    assert len(listed()) > 30


def test_every_licence_is_free():
    """None of them binds whoever uses the service."""
    assert {name: text for name, text in listed().items() if not FREE.search(text)} == {}
    assert {name: text for name, text in listed().items() if "GPL" in text} == {}
