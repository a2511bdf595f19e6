"""SECURITY.md promises what tests show."""

import re

from tests.project.protections import CHECKOUT, REMOVALS, promises

TABLE_LINE = re.compile(r"^\| ", re.MULTILINE)


def test_every_promise_has_its_test():
    """Each line of the table names a test, and there is such a test."""
    text = (CHECKOUT / "SECURITY.md").read_text()
    found = promises()

    assert len(found) == len(TABLE_LINE.findall(text)) - 1  # the table's head
    assert len(found) > 20
    for _, file, test in found:
        assert f"def {test}(" in (CHECKOUT / file).read_text(), f"{file} has no {test}"


def test_every_protection_can_be_taken_out():
    """`make protections` knows where each is, and so can show that its test notices."""
    assert REMOVALS.keys() == {test for _, _, test in promises()}
    for removal in REMOVALS.values():
        assert (CHECKOUT / removal.file).read_text().count(removal.old) == 1, removal
