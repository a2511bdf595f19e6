"""The notebook runs from the first cell to the last."""

import os
import subprocess
import sys

import nbformat
import pytest

from adapters.classifiers.manifest import Manifest
from adapters.classifiers.pickle_classifier import PickleClassifier
from training.recipe import ROOT
from training.run import NOTEBOOK

QUICK = ROOT / "build" / "quick"


@pytest.mark.data
@pytest.mark.slow
def test_a_quick_training_makes_a_model_that_reads(data):
    """`make train QUICK=1` executes every cell, and its model is far better than the usual one."""
    subprocess.run([sys.executable, "-m", "training.run", "--quick"], cwd=ROOT, check=True)
    executed = nbformat.read(QUICK / NOTEBOOK.name, as_version=4)
    artifact = QUICK / "digit_classifier.pkl"
    PickleClassifier(artifact).check()

    assert all(cell.execution_count for cell in executed.cells if cell.cell_type == "code")
    assert Manifest.beside(artifact).scores["canvas"]["right"] > 0.9


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
