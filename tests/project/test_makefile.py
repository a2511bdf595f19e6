"""The Makefile: that it says what it can do, and what is missing."""

import re
import shutil
import subprocess

import pytest

COMMAND = re.compile(r"`make ([a-z]+)(?=[` ])")


@pytest.fixture
def fresh(checkout, tmp_path):
    """A folder with what make looks at before anything is installed."""
    for file in ("Makefile", "poetry.lock", "deploy/poetry-requirements.txt"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(checkout / file, tmp_path / file)
    return tmp_path


def make(folder, *arguments):
    """Run make in a folder."""
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
    )


def test_make_alone_lists_what_can_be_done(checkout):
    """The first thing to see is every target that documents name, with what it is for."""
    listed = make(checkout).stdout
    pages = [*checkout.glob("*.md"), *(checkout / "docs").rglob("*.md")]
    named = {target for page in pages for target in COMMAND.findall(page.read_text())}

    assert {"run", "test", "train"} <= named
    named |= {"run", "dev", "test", "lint", "load", "train", "evaluate", "clean"}
    assert [target for target in sorted(named) if f"make {target} " not in listed] == []


def test_without_a_new_python_it_says_so(fresh):
    """A machine whose Python is too old is told what is needed, and how to name another."""
    refusal = make(fresh, "PYTHON=false", "run")

    assert refusal.returncode != 0
    assert "Python 3.13 or 3.14" in refusal.stderr
    assert "make PYTHON=/path/to/python3.13" in refusal.stderr


def test_what_is_installed_is_not_installed_again(fresh):
    """A second `make run` starts at once; a changed lock is installed first."""
    for stamp in (".tools/poetry/.installed", ".venv/.runtime"):
        (fresh / stamp).parent.mkdir(parents=True)
        (fresh / stamp).touch()

    again = make(fresh, "--dry-run", "run").stdout
    after_a_change = make(fresh, "--dry-run", "--what-if=poetry.lock", "run").stdout

    assert "install" not in again
    assert "install --only main" in after_a_change
