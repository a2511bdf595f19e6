"""No training resumes from the checkpoint of other code, data or libraries."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from training import ROOT, checkpoints
from training.checkpoints import CODE, work_folder
from training.datasets import DATA_VARIABLE
from training.recipe import QUICK
from training.samples import Samples

LEARN = "import sys, training.learning, training.splits; print(*sys.modules)"
# How a file becomes pixels, which every decoder does alike, and whose turn it is to do so.
OTHERS = {
    "adapters/images/files/encoding.py",
    "adapters/images/files/parts.py",
    "adapters/images/files/plain_png.py",
    "adapters/images/files/png.py",
    "adapters/images/files/steps.py",
    "adapters/images/files/tiff.py",
    "adapters/images/pillow_reader.py",
    "adapters/turn.py",
}


def imported_files():
    """Return our modules that learning needs, as files of the checkout."""
    command = [sys.executable, "-c", LEARN]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    files = (name.replace(".", "/") + ".py" for name in done.stdout.split())
    return {file for file in files if file.startswith(("adapters", "training"))}


def test_all_that_decides_what_is_learnt_names_the_folder():
    """A module that learning imports is in the list of files that the checkpoints' folder is named by."""
    needed = {file for file in imported_files() if (ROOT / file).is_file()}

    assert needed - OTHERS == {file for file in CODE if file.endswith(".py")}


@pytest.fixture
def folder_of(tmp_path, monkeypatch):
    """Returns the name of the checkpoints' folder where this file of data has this content."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path))

    def named(file, content):
        (tmp_path / file).write_bytes(content)
        return work_folder(QUICK, Path("work")).name

    return named


@pytest.mark.parametrize(
    "file", ["mnist.npz", "unipen-digits.jsonl.gz", "unipen-symbols.jsonl.gz"]
)
def test_other_data_is_not_trained_on_with_old_checkpoints(folder_of, file):
    """The same data leads to the same folder, a file with another content to another."""
    first, again, other = (folder_of(file, content) for content in (b"a", b"a", b"b"))

    assert first == again != other


def test_other_libraries_do_not_resume(folder_of, monkeypatch):
    """A network that was half trained by another JAX is left alone."""
    before = folder_of("mnist.npz", b"a")
    monkeypatch.setattr(checkpoints, "version", lambda name: "99" if name == "jax" else "1")
    after = folder_of("mnist.npz", b"a")
    monkeypatch.setattr(checkpoints, "version", lambda _name: "1")

    assert before != after != folder_of("mnist.npz", b"a")


def test_what_moves_between_two_arrays_is_seen():
    """Corrections whose bytes are the same in another order of parts are others."""
    ink, labels = np.zeros((1, 8), np.uint8), np.zeros(2, np.int64)
    one = Samples(ink, labels)
    another = Samples(np.zeros((2, 8), np.uint8), labels[:1])

    assert work_folder(QUICK, Path("work"), one) != work_folder(QUICK, Path("work"), another)
