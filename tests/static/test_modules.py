"""The page's modules that need no browser, under Node, and what they and its styles are made of."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
STATIC = HERE.parents[1] / "web" / "static"
EXPORT = re.compile(r"^export (?:async )?(?:class|const|function) (\w+)", re.MULTILINE)
IMPORT = re.compile(r'^import \{([^}]+)\} from "[./\w]+/(\w+\.js)";', re.MULTILINE)


@pytest.mark.parametrize("file", sorted(HERE.glob("*.test.mjs")), ids=lambda file: file.name)
def test_modules_keep_their_promises(file):
    """`node --test` finds nothing wrong."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node 20 or newer: https://nodejs.org")
    run = subprocess.run([node, "--test", file], capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout + run.stderr


def test_what_is_exported_is_imported():
    """By another module or by a test: nothing is left of what the page did once."""
    modules = {file.name: file.read_text() for file in (STATIC / "js").glob("*.js")}
    tests = [file.read_text() for file in HERE.glob("*.test.mjs")]
    exported = {
        (module, name) for module, text in modules.items() for name in EXPORT.findall(text)
    }
    imported = {
        (module, name.strip())
        for text in [*modules.values(), *tests]
        for names, module in IMPORT.findall(text)
        for name in names.split(",")
    }

    assert exported - imported == set()


def test_every_token_of_the_styles_is_used():
    """A size or colour that has a name is not written as a number elsewhere and forgotten."""
    styles = "".join(file.read_text() for file in (STATIC / "css").glob("*.css"))
    tokens = re.findall(r"^ *(--[\w-]+):", styles, re.MULTILINE)

    assert [token for token in tokens if not re.search(rf"var\({token}[,)]", styles)] == []
