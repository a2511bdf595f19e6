"""The page's modules that need no browser, under Node."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda file: file.name)
def test_modules_keep_their_promises(file):
    """`node --test` finds nothing wrong."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node 20 or newer: https://nodejs.org")
    run = subprocess.run([node, "--test", file], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr
