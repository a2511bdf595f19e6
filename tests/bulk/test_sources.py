"""Which images a command line names."""

import os
import re
import socket
import zipfile

import pytest

from bulk.atomic import atomic_write
from bulk.errors import RunRefused
from bulk.sources import list_inputs


@pytest.fixture
def folder(tmp_path):
    """A folder with two images, one of them in a folder of it."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "a.png").write_bytes(b"a")
    (tmp_path / "deep" / "er" / "b.png").write_bytes(b"b")
    return tmp_path


def names(*of, exclude=()):
    """Return the paths of what is listed, sorted."""
    return sorted(image.display_path for image in list_inputs(map(str, of), exclude=exclude))


def below(folder, *paths):
    """Return the names of files of a folder."""
    return [f"{folder}/{path}" for path in paths]


def test_a_folder_is_listed_recursively(folder):
    """However deep a file lies, it is found."""
    assert names(folder) == below(folder, "a.png", "deep/er/b.png")


def test_hidden_files_are_skipped(folder):
    """Neither the notes of a file manager are images, nor what lies in hidden folders."""
    (folder / ".DS_Store").write_bytes(b"")
    (folder / ".git").mkdir()
    (folder / ".git" / "c.png").write_bytes(b"")

    assert names(folder) == below(folder, "a.png", "deep/er/b.png")


def test_what_a_killed_run_leaves_is_skipped(folder):
    """Results may lie among their images, and half of them would be one more when the run goes on."""
    with atomic_write(folder / "results.csv") as path:
        path.write_text("half")
        found = names(folder)
        left = path.exists()

    assert left
    assert found == below(folder, "a.png", "deep/er/b.png")


def test_links_to_files_are_followed_and_to_folders_are_not(folder):
    """Links to folders could be loops; links to nothing are listed with a problem."""
    (folder / "deep" / "loop").symlink_to(folder, target_is_directory=True)
    (folder / "link.png").symlink_to(folder / "a.png")
    (folder / "none.png").symlink_to(folder / "nowhere")
    (folder / "self.png").symlink_to(folder / "self.png")

    found = {image.display_path: image.problem for image in list_inputs([str(folder)])}

    assert [*found] == [*dict.fromkeys(found)]
    assert found == dict.fromkeys(below(folder, "a.png", "deep/er/b.png", "link.png"), "") | {
        f"{folder}/none.png": "No such file or directory",
        f"{folder}/self.png": "Too many levels of symbolic links",
    }


def test_a_pattern_names_what_the_shell_would(folder):
    """One star stays in its folder, two go deeper, and a pattern may name zips."""
    with zipfile.ZipFile(folder / "c.zip", "w") as file:
        file.writestr("in.png", b"c")

    assert names(folder / "*.png") == below(folder, "a.png")
    assert names(folder / "*" / "*" / "?.png") == below(folder, "deep/er/b.png")
    assert names(folder / "**" / "*.png") == below(folder, "a.png", "deep/er/b.png")
    assert names(folder / "*.zip") == below(folder, "c.zip/in.png")


def test_a_file_name_with_wildcards_is_no_pattern(folder):
    """A file is found by its name, whatever that is."""
    (folder / "scan[1].png").write_bytes(b"")

    assert names(folder / "scan[1].png") == below(folder, "scan[1].png")


def test_wildcards_in_the_name_of_the_current_folder_are_no_pattern(folder, monkeypatch):
    """A pattern is relative to it, whatever its name."""
    home = folder / "scans [2024]*"
    home.mkdir()
    (home / "one.png").write_bytes(b"1")
    monkeypatch.chdir(home)

    assert names("*.png") == names("../scans*/*.png") == below(home, "one.png")


def test_a_name_that_does_not_exist_is_refused(folder):
    """A typing mistake is told before anything is read."""
    with pytest.raises(RunRefused, match=r"there is no .*/typo"):
        names(folder / "typo")


@pytest.mark.parametrize("name", ["empty", "*.tiff"])
def test_each_name_has_to_be_of_images(folder, name):
    """What is missing among others would not be noticed in the results."""
    (folder / "empty").mkdir()

    with pytest.raises(RunRefused, match=re.escape(f"there are no images in {folder / name}")):
        names(folder / "a.png", folder / name)


def test_an_empty_name_is_refused(folder, monkeypatch):
    """It comes from a variable that is not set, and does not mean the current folder."""
    monkeypatch.chdir(folder)

    with pytest.raises(RunRefused, match="one of the names of images is empty"):
        names("a.png", "")


@pytest.mark.parametrize("name", ["s3://", "s3:///scans"])
def test_an_address_without_a_bucket_is_refused(name):
    """Nobody is asked what it might be."""
    with pytest.raises(RunRefused, match=f"{name} names no bucket"):
        names(name)


def test_names_need_not_be_utf_8(tmp_path):
    """Such a file is listed, with its other bytes escaped."""
    with open(os.fsencode(tmp_path) + b"/caf\xe9.png", "wb"):  # noqa: PTH123
        pass

    assert names(tmp_path) == below(tmp_path, r"caf\xe9.png")


def test_pipes_and_sockets_are_listed_with_a_problem(tmp_path):
    """They are not opened, for that might never return."""
    os.mkfifo(tmp_path / "pipe.png")
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(tmp_path / "socket.png"))

    found = list(list_inputs([str(tmp_path)]))

    assert len(found) == 2
    assert all(image.problem for image in found)


def test_what_the_run_writes_is_skipped(folder):
    """Results may be written among the images; a file whose name only begins like theirs is listed."""
    for name in ("out.csv", "out.csv.png", "out.csv.parts/part-0.parquet"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"")

    written = [f"{folder}/out.csv", f"{folder}/out.csv.parts"]
    assert names(folder, exclude=written) == below(folder, "a.png", "deep/er/b.png", "out.csv.png")


def test_members_of_zips_are_listed_by_their_index(tmp_path):
    """Folders and hidden members are skipped; two of the same name are told apart."""
    with zipfile.ZipFile(tmp_path / "A.ZIP", "w") as file:
        file.mkdir("folder")
        file.writestr("__MACOSX/._a.png", b"")
        file.writestr("a.png", b"1")
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("a.png", b"2")

    found = list(list_inputs([str(tmp_path)]))

    assert [image.display_path for image in found] == below(tmp_path, "A.ZIP/a.png", "A.ZIP/a.png")
    assert [image.member for image in found] == [2, 3]


def test_members_are_named_as_unzip_would_call_them(tmp_path):
    """Some programs write ./ before each name; no name leads out of the zip."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        for name in ("./a.png", "./deep/b.png", "../c.png", "d/../../e.png", "./.hidden/f.png"):
            file.writestr(name, b"")
        file.writestr("/g//h.png", b"")

    found = names(tmp_path)

    assert found == below(tmp_path / "a.zip", "a.png", "c.png", "d/e.png", "deep/b.png", "g/h.png")


def test_a_broken_zip_is_listed_with_a_problem(tmp_path):
    """It gets a row, like a broken image."""
    (tmp_path / "a.zip").write_bytes(b"PK")

    [image] = list_inputs([str(tmp_path)])

    assert image.problem == "the zip is unreadable: File is not a zip file"
