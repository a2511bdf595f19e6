"""The notebook runs from the first cell to the last."""

import os
import subprocess
import sys

import nbformat
import pytest

from adapters.classifiers.manifest import Manifest
from adapters.classifiers.pickle_classifier import PickleClassifier
from tests.training.conftest import drawing
from training import ROOT
from training.run import NOTEBOOK

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


def test_what_are_no_corrections_is_told(tmp_path):
    """Nobody waits for a training to hear that its file is another."""
    file = tmp_path / "labelled.zip"
    file.write_text("corrections")
    program = [sys.executable, "-m", "training.run", "--corrections", file]
    told = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)

    assert told.returncode == 2
    assert f"{file} is not the zip" in told.stderr


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
