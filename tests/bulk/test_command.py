"""`swagdigit read`, as people type it."""

import re
import sys
import zipfile
from pathlib import Path

import pytest

from bulk.cli import main
from tests.bulk.conftest import CHECKOUT

COLUMNS = [
    *("path", "digit", "certainty", *(f"p{digit}" for digit in range(10))),
    *("error", "message", "image_id", "model"),
]


@pytest.fixture
def few(digits, tmp_path):
    """A folder of ten images."""
    folder = tmp_path / "few"
    folder.mkdir()
    for number, png in enumerate(digits[:10]):
        (folder / f"{number}.png").write_bytes(png)
    return folder


def test_every_image_has_a_row(scans, expected_rows):
    """In folders and zips alike, and the broken ones too."""
    paths = {row["path"] for row in expected_rows}
    broken = [row for row in expected_rows if row["error"] == "invalid_image"]

    assert len(expected_rows) == len(paths) == 2600
    assert f"{scans}/two.zip/0699.png" in paths
    assert {row["path"] for row in broken} == {
        f"{scans}/{number % 3}/{number:04}.png" for number in range(0, 1200, 50)
    }
    assert all(set(row) == set(COLUMNS) for row in expected_rows)


def test_a_person_sees_what_became_of_the_images(few, command):
    """In the last line, and a script in the exit status; older results are replaced if so told."""
    (command.folder / "out.jsonl").write_text("old")
    arguments = ["read", few, "--out", "out.jsonl", "--workers", 1, "--overwrite"]

    status, out, err = command.run(*arguments)
    (few / "text.png").write_text("text")
    failed = command.run(*arguments, SWAGDIGIT_THRESHOLD="100")

    assert (status, err) == (0, "")
    assert re.fullmatch(r"out.jsonl: 10 images read: \d+ told, \d+ refused, 0 failed\n", out)
    assert failed[0] == 1
    assert failed[1].endswith(" refused, 1 failed\n")
    rows = command.rows("out.jsonl")
    assert [*rows[0]] == COLUMNS
    assert {row["path"] for row in rows} == {str(file) for file in few.iterdir()}
    assert all(row["certainty"] == 100 for row in rows if row["digit"] is not None)
    assert [file.name for file in command.folder.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("old", [{"6.csv": "old"}, {}], ids=["another run", "nothing"])
def test_results_are_written_where_a_link_leads_to(few, command, old):
    """The link stays, and what opens the file by its own name sees the new results."""
    (command.folder / "results").mkdir()
    for name, content in old.items():
        (command.folder / "results" / name).write_text(content)
    link = command.folder / "latest.csv"
    link.symlink_to("results/6.csv")

    arguments = ["read", few, "--out", "latest.csv", "--workers", 1]
    refused = [command.run(*arguments)[0]] if old else []
    status, _, err = command.run(*arguments, "--overwrite")

    assert (refused, status, err) == ([2] if old else [], 0, "")
    assert link.is_symlink()
    assert len(command.rows("results/6.csv")) == 10
    assert [file.name for file in (command.folder / "results").iterdir()] == ["6.csv"]


@pytest.fixture
def home(few, tmp_path, monkeypatch):
    """The folder where one is, with images, results of yesterday and empty folders."""
    home = tmp_path / "home"
    (home / "empty").mkdir(parents=True)
    (home / "folder.csv").mkdir()
    for name in ("old.csv", "odd.csv", "odd.csv.parts"):
        (home / name).write_text("old")
    (home / "few").symlink_to(few)
    (home / "link.csv").symlink_to("old.parquet")
    monkeypatch.chdir(home)
    return home


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["typo.png", "--out", "out.csv"], "there is no typo.png"),
        (["empty", "--out", "out.csv"], "there are no images in empty"),
        (["empty", "--out", "old.csv"], "old.csv exists already; --overwrite replaces it"),
        (["few", "--out", "odd.csv"], "odd.csv exists already; --overwrite replaces it"),
        (["few", "--out", "odd.csv", "--overwrite"], "odd.csv.parts can not be made: File exists"),
        (["empty", "--out", "folder.csv", "--overwrite"], "folder.csv is a folder, not a file"),
        (
            ["empty", "--out", "out.xlsx"],
            "the name has to end in .parquet, .csv, .jsonl: out.xlsx",
        ),
        (["few", "--out", "link.csv"], "old.parquet, whose name has to end in .csv, too"),
        (["empty", "--out", "out.csv", "--workers", "0"], "a number from 1 on is expected, not 0"),
        (["few", "--out", "out.csv", "--scheduler", ""], "the address is empty"),
        (["few", "--out", "out.csv", "--scheduler", "tls://a:1"], "names no certificates"),
        (["few", "--out", "out.csv", "--scheduler", "tcp://a"], "missing port number"),
        (["few", "--out", "out.csv", "--scheduler", "http://a:1"], "unknown address scheme"),
    ],
)
def test_what_can_not_begin_says_why_and_leaves_nothing(
    home, monkeypatch, capsys, arguments, sentence
):
    """In one sentence, without a traceback."""
    monkeypatch.setattr(sys, "argv", ["swagdigit", "read", *arguments])
    there = {file.name for file in home.iterdir()}

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 2
    assert sentence in capsys.readouterr().err
    assert {file.name for file in home.iterdir()} == there
    assert (home / "old.csv").read_text() == "old"


def test_a_cluster_that_is_not_there_is_told(home, monkeypatch, capsys):
    """Nothing has begun, and nothing is left that another command would have to go on with."""
    address = ["--scheduler", "tcp://127.0.0.1:1"]
    arguments = ["swagdigit", "read", "few", "--out", "out.csv", *address]
    monkeypatch.setattr(sys, "argv", arguments)

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 2
    assert "the scheduler tcp://127.0.0.1:1 is not reached" in capsys.readouterr().err
    assert not [*home.glob("out.csv*")]


def test_a_wrong_setting_is_told(few, command):
    """As at the start of the service."""
    status, _, err = command.run("read", few, "--out", "out.csv", SWAGDIGIT_THRESHOLD="200")

    assert status == 2
    assert "SWAGDIGIT_THRESHOLD='200'" in err
    assert "Traceback" not in err


def test_without_the_extra_there_is_a_sentence(few, command):
    """Who has not installed Dask is told how to."""
    (command.folder / "dask.py").write_text("raise ModuleNotFoundError(name='dask')")

    status, _, err = command.run("read", few, "--out", "out.csv", PYTHONPATH=f".:{CHECKOUT}")

    assert status == 2
    assert err == "swagdigit: dask is missing: it comes with `poetry install --extras bulk`\n"


def test_help_is_for_people(command):
    """It names every option, what the exit status says, what is read, and how a run goes on."""
    status, out, _ = command.run("read", "--help")

    assert status == 0
    for word in ("--out", "--workers", "--scheduler", "--overwrite", "--archive", "goes on"):
        assert word in out
    assert "the first is read" in out


def test_zips_and_patterns_are_read_from_s3(digits, command, s3):
    """With the variables that all programs for S3 know."""
    archive = command.folder / "a.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("z.png", digits[2])
        file.writestr("broken.png", digits[2][:100])
    s3.put("scans/a.zip", archive.read_bytes())
    s3.put("scans/é #1.png", digits[0])
    s3.put("scans/deep/b.png", digits[1])
    s3.put("scans/.hidden/b.png", digits[1])
    s3.put("scansion/c.png", digits[1])

    def paths(*of):
        arguments = [f"s3://{s3.bucket}/{name}" for name in of]
        options = ["--out", "out.csv", "--workers", 1, "--overwrite"]
        status, _, err = command.run("read", *arguments, *options, **s3.settings)
        rows = {row["path"].partition(s3.bucket + "/")[2]: row for row in command.rows("out.csv")}
        return status, err, rows

    status, err, rows = paths("scans")
    assert (status, err) == (1, "")
    assert rows.keys() == {
        *("scans/a.zip/z.png", "scans/a.zip/broken.png", "scans/deep/b.png", "scans/é #1.png"),
    }
    assert [path for path, row in rows.items() if row["error"]] == ["scans/a.zip/broken.png"]
    assert paths("scans*/*.png", "scans/deep/b.png")[2].keys() == {
        *("scans/é #1.png", "scansion/c.png", "scans/deep/b.png"),
    }


def test_the_marks_of_folders_in_s3_are_no_images(digits, command, s3):
    """Consoles and file systems make them, with nothing in them; an empty image is one to be told."""
    for key in ("marked/a.png", "marked/deep/b.png"):
        s3.put(key, digits[0])
    s3.put("marked/deep/empty.png", b"")
    for mark in ("marked/", "marked/deep/", "nothing/"):
        s3.mark(mark)

    def read(name):
        name = f"s3://{s3.bucket}/{name}"
        arguments = ["read", name, "--out", "out.csv", "--workers", 1]
        return command.run(*arguments, **s3.settings)

    assert read("marked")[0] == 1
    told = {row["path"].rpartition("/")[2]: row["error"] for row in command.rows("out.csv")}
    assert told == {"a.png": "", "b.png": "", "empty.png": "invalid_image"}
    (command.folder / "out.csv").unlink()
    status, _, err = read("nothing")
    assert (status, "there are no images in s3://digits/nothing" in err) == (2, True)


def test_an_object_whose_name_has_wildcards_is_no_pattern(digits, command, s3):
    """It is found by its name, whatever that is, as a file is."""
    keys = ["scan[1].png", "scan*.png", "scan?.png"]
    for key in [*keys, "scan1.png"]:
        s3.put(key, digits[0])
    names = [f"s3://{s3.bucket}/{key}" for key in keys]

    status, _, err = command.run("read", *names, "--out", "out.csv", "--workers", 1, **s3.settings)

    assert (status, err) == (0, "")
    assert [row["path"] for row in command.rows("out.csv")] == names


def test_a_store_that_is_not_there_is_told(command, s3):
    """In one sentence, as for a folder."""
    name = ["read", "s3://nowhere/scans", "--out", "out.csv"]
    status, _, err = command.run(*name, **s3.settings)

    assert status == 2
    assert "s3://nowhere/scans can not be listed" in err
    assert "Traceback" not in err


def test_it_is_installed_as_a_command():
    """`swagdigit` is what the package calls it."""
    program = Path(sys.executable).with_name("swagdigit")
    if not program.exists():
        pytest.skip("the checkout itself is not installed: poetry install --only-root")

    assert "bulk.cli" in program.read_text()
