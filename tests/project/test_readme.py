"""What the READMEs promise: each command, figure and file of theirs is there."""

import json
import re
import runpy

import pytest

from tests.fakes.archive import InMemoryArchive
from tests.project.figures import CHECKOUT, READMES, ROW, is_french, scores, with_scores
from web.app import create_app
from web.container import Container

ARGUMENT = re.compile(r"(?:@|-f )([\w./]+)")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)]+)\)")
SETTING = re.compile(r"^\| (`SWAGDIGIT_\w+`) \| (`[^`]+`) \|", re.MULTILINE)
TARGET = re.compile(r"\bmake ([a-z]+)(?![a-z/])")
TREE = re.compile(r"^(\w+/) ", re.MULTILINE)


@pytest.fixture(params=READMES, ids=lambda file: file.name)
def file(request):
    """A README."""
    return request.param


@pytest.fixture
def readme(file):
    """Its text."""
    return file.read_text()


@pytest.fixture
def blocks(readme):
    """The blocks of code, by language."""
    found = {}
    for language, code in BLOCK.findall(readme):
        found.setdefault(language, []).append(code)
    return found


def test_every_make_target_exists(readme):
    """No command is told that make does not know."""
    rules = re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text(), re.MULTILINE)

    assert {"run", "check", "load", "train"} <= set(TARGET.findall(readme)) <= set(rules)


def test_every_file_exists(readme, blocks):
    """Every link, picture, folder and file that is named is there."""
    tree, commands = blocks["text"][0], "".join(blocks["sh"])
    named = LINK.findall(readme) + TREE.findall(tree) + ARGUMENT.findall(commands)

    assert [name for name in named if not (CHECKOUT / name).exists()] == []


def test_the_curl_gets_its_answer(blocks):
    """The image that curl sends is answered by the shipped model as it is shown."""
    [curl] = [line for code in blocks["sh"] for line in code.splitlines() if "curl" in line]
    image, address = re.search(r"-F image=@(\S+) http://localhost:5000(\S+)$", curl).groups()
    [shown] = map(json.loads, blocks["json"])
    client = create_app(Container(archive=InMemoryArchive())).test_client()

    with (CHECKOUT / image).open("rb") as file:
        answer = client.post(address, data={"image": file}).get_json()

    assert answer.keys() == shown.keys()
    assert {name: answer[name] for name in ("prediction", "model")}.items() <= shown.items()
    assert answer["certainty"] == pytest.approx(shown["certainty"], abs=0.01)
    assert answer["probabilities"] == pytest.approx(shown["probabilities"], abs=1e-4)


def test_the_classifier_is_swapped_in_one_line(blocks, tmp_path):
    """The example runs as it stands, and its classifier answers."""
    example = tmp_path / "example.py"
    example.write_text(blocks["python"][0])
    app = runpy.run_path(str(example))["app"]

    assert app.test_client().get("/readyz").get_json()["ok"] == ["classifier", "archive"]


def test_the_scores_are_the_models(file, readme):
    """The figures are the manifest's; `python -m tests.project.figures` puts them there."""
    assert len(ROW.findall(readme)) == 13
    assert readme == with_scores(readme, scores(), french=is_french(file))


def test_both_languages_say_the_same():
    """Same settings with the same defaults, same commands, same chapters and rows of tables."""
    english, french = (file.read_text() for file in READMES)

    assert SETTING.findall(english) == SETTING.findall(french)
    assert _skeleton(english) == _skeleton(french)


def _skeleton(text):
    commands = [code for language, code in BLOCK.findall(text) if language != "text"]
    marks = re.findall(r"^(#+|\|(?= `)|!\[|```)", text, re.MULTILINE)
    return commands, marks, sorted(TARGET.findall(text))
