"""The notebook runs from the first cell to the last."""

import io
import os
import subprocess
import sys
import zipfile

import nbformat
import pytest

from adapters.classifiers.manifest import Manifest
from adapters.classifiers.pickle_classifier import PickleClassifier
from tests.training.conftest import drawing
from training import ROOT
from training.run import NOTEBOOK, main

QUICK = ROOT / "build" / "quick"


@pytest.mark.data
@pytest.mark.slow
def test_a_quick_training_makes_a_model_that_reads(data, exported):
    """
    `make train QUICK=1 CORRECTIONS=labelled.zip` executes every cell, learns from what people said
    too, and its model reads far more drawings than one trained on MNIST alone.
    """
    corrections = exported((drawing(140, 40, 140, 240), 1), (drawing(60, 220, 200, 60), 7))
    program = [sys.executable, "-m", "training.run", "--quick", "--corrections", corrections]
    subprocess.run(program, cwd=ROOT, check=True)
    executed = nbformat.read(QUICK / NOTEBOOK.name, as_version=4)
    artifact = QUICK / "digit_classifier.pkl"
    PickleClassifier(artifact).check()

    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")
    assert Manifest.beside(artifact).scores["canvas"]["right"] > 0.9
    assert "2 images corrigées" in (QUICK / NOTEBOOK.name).read_text("utf-8")


def zipped(*, method=zipfile.ZIP_STORED, **members):
    """Return a zip of one image for each name, which says its folder, too."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return packed.getvalue()


def locked(content):
    """Return a zip of one image as if it had a password: the first flag of both its headers says so."""
    flags = {content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8}
    return bytes(byte | (place in flags) for place, byte in enumerate(content))


ONE = drawing(140, 40, 140, 240)
PACKED = zipped(**{"1/one.png": bytes(999)}, method=zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"corrections", "is not the zip"),
        (zipped(), "has no digit to learn from"),
        (zipped(**{"1/one.jpg": ONE, "readme.txt": b""}), "has no digit to learn from"),
        (zipped(**{"3/blank.png": drawing()}), "has no digit to learn from"),
        (zipped(**{"1/one.png": ONE, "2/cut.png": ONE[:99]}), "can not be learnt from: 2/cut.png"),
        (zipped(**{"1/one.png": ONE}).replace(ONE, bytes(len(ONE))), "can not be learnt from: "),
        (PACKED[:39] + b"\xff" + PACKED[40:], "can not be learnt from: "),
        (locked(zipped(**{"1/one.png": ONE})), "can not be learnt from: "),
    ],
    ids=["text", "empty", "no PNG", "blank", "cut", "broken", "packed", "password"],
)
def test_what_is_not_to_be_learnt_from_is_told(tmp_path, monkeypatch, capsys, content, sentence):
    """Nobody waits for a training to hear that its file is another, or that nothing of it was learnt."""
    file = tmp_path / "labelled.zip"
    file.write_bytes(content)
    monkeypatch.setattr(sys, "argv", ["training.run", "--corrections", str(file)])
    # A training that begins all the same ends where it looks for its data.
    monkeypatch.setenv("SWAGDIGIT_DATA", str(tmp_path / "none"))

    with pytest.raises(SystemExit) as end:
        main()

    assert end.value.code == 2
    assert f"{file} {sentence}" in capsys.readouterr().err


def test_the_notebook_is_shipped_with_what_it_shows():
    """Who only reads it sees its pictures and figures, and no progress bars or machine's paths."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    pictures = [
        output
        for cell in cells
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
    text = NOTEBOOK.read_text("utf-8")

    assert all(cell.execution_count for cell in cells)
    assert len(pictures) >= 8
    assert "it/s]" not in text
    assert os.fspath(ROOT) not in text
