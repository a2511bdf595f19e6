"""Whether docs/api.md is right: what it shows is run, what it lists is compared."""

import json
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.fakes.reader import BLANK_PNG, DIGIT_PNG
from web.errors import REFUSALS

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
COMMANDS = [text for language, text in BLOCKS if language == "sh"]
SHOWN = [
    (command, json.loads(answer))
    for (first, command), (second, answer) in pairwise(BLOCKS)
    if (first, second) == ("sh", "json")
]


@pytest.fixture
def run(client, serve, tmp_path):
    """Runs a command where the guide's files and its server are, and returns what it prints."""
    (tmp_path / "digit.png").write_bytes(DIGIT_PNG)
    (tmp_path / "blank.png").write_bytes(BLANK_PNG)
    address = serve(client.application)

    def run(*command: str) -> str:
        here = [word.replace("http://localhost:5000", address) for word in command]
        done = subprocess.run(here, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    return run


def block(language):
    """Return the guide's only block in a language."""
    [text] = [text for name, text in BLOCKS if name == language]
    return text


def test_every_refusal_is_listed():
    """The guide's table is the one of the code."""
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", GUIDE, re.MULTILINE)

    assert {(int(status), code) for status, code in rows} == {row[:2] for row in REFUSALS.values()}


@pytest.mark.skipif(not shutil.which("curl"), reason="the guide uses curl")
@pytest.mark.parametrize("command", COMMANDS)
def test_commands_are_answered(run, command):
    """Each command can be pasted, and is answered as JSON."""
    assert json.loads(run("sh", "-ec", command))


@pytest.mark.skipif(not shutil.which("curl"), reason="the guide uses curl")
@pytest.mark.parametrize(("command", "shown"), SHOWN)
def test_answers_are_as_shown(run, command, shown):
    """What the guide shows under a command has the fields of what is answered."""
    answered = json.loads(run("sh", "-ec", command))

    assert answered.keys() == shown.keys()
    assert answered.get("error") == shown.get("error")


def test_python_is_answered(run):
    """The Python can be pasted into a file, and tells the digit."""
    assert run(sys.executable, "-c", block("python")) == "5, 75.32 % certain\n"


@pytest.mark.skipif(not shutil.which("node"), reason="the guide's JavaScript is run by Node")
def test_javascript_is_answered(run):
    """The JavaScript is a function that returns the answer, or throws the refusal's sentence."""
    use = """
        import { readFile } from "node:fs/promises";
        const image = new Blob([await readFile("digit.png")], { type: "image/png" });
        console.log((await recognise(image)).prediction);
    """
    told = run("node", "--input-type=module", "--eval", block("js") + use)

    assert told == "5\n"
