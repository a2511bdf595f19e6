"""The page's scripts, by Node's own test runner."""

import subprocess
from pathlib import Path

import playwright
import pytest

TESTS = sorted((Path(__file__).parents[1] / "static").glob("*.test.mjs"))
# Playwright brings a Node of its own, so that none has to be installed.
NODE = Path(playwright.__file__).parent / "driver" / "node"


@pytest.mark.parametrize("file", TESTS, ids=[file.name for file in TESTS])
def test_scripts(file):
    """All tests in the file pass."""
    ended = subprocess.run([NODE, "--test", file], check=False, capture_output=True, text=True)

    assert ended.returncode == 0, ended.stdout
