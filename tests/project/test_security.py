"""SECURITY.md promises what tests show."""

import re

from tests.project.figures import CHECKOUT

ROW = re.compile(r"^\| .+ \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", re.MULTILINE)
TABLE_LINE = re.compile(r"^\| ", re.MULTILINE)


def test_every_promise_has_its_test():
    """Each line of the table names a test, and there is such a test."""
    text = (CHECKOUT / "SECURITY.md").read_text()
    named = ROW.findall(text)

    assert len(named) == len(TABLE_LINE.findall(text)) - 1  # the table's head
    assert len(named) > 20
    for file, test in named:
        assert f"def {test}(" in (CHECKOUT / file).read_text(), f"{file} has no {test}"
