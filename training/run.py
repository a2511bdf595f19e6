"""`make train`: executes the training notebook and shows its progress."""

import argparse
import os
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any, override

import nbformat
from nbclient import NotebookClient

from swagdigit import InvalidImage
from training import ARTIFACT, ROOT
from training.corrections import load_corrections
from training.export import add_reference
from training.reference import reference

NOTEBOOK = ROOT / "notebooks" / "digits_par_jean-michel_version_0.3b.ipynb"
QUICK_VARIABLE = "SWAGDIGIT_TRAIN_QUICK"
CORRECTIONS_VARIABLE = "SWAGDIGIT_TRAIN_CORRECTIONS"


class _EchoingClient(NotebookClient):
    """Passes the notebook's progress bars on to the terminal."""

    @override
    def process_message(self, msg: dict[str, Any], cell: Any, cell_index: int) -> Any:
        if msg["msg_type"] == "stream":
            sys.stderr.write(msg["content"]["text"])
            sys.stderr.flush()
        return super().process_message(msg, cell, cell_index)


def execute(notebook: Path, executed: Path) -> None:
    """Run every cell of the notebook, and write it with its outputs but not its progress bars."""
    content = nbformat.read(notebook, as_version=4)
    resources = {"metadata": {"path": str(ROOT)}}
    _EchoingClient(content, timeout=None, resources=resources).execute()
    for cell in content.cells:
        if cell.cell_type == "code":
            cell.outputs = [o for o in cell.outputs if o.get("name") != "stderr"]
            cell.metadata.pop("execution", None)  # its times differ at each run
    executed.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(content, executed)


def _problem_of(corrections: Path) -> str | None:
    """Say what keeps a training from learning from a file; None if nothing does."""
    if not zipfile.is_zipfile(corrections):
        return "is not the zip of what people corrected"
    try:
        labels = load_corrections(corrections).labels
    # A zip with a password is a RuntimeError; one that is damaged, either of the last two.
    except (InvalidImage, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        return f"can not be learnt from: {error}"
    return None if len(labels) else "has no digit to learn from, as a PNG in a folder of its label"


def main() -> None:
    """Train fully, in place; or quickly, into build/quick/."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small model, into build/quick/")
    parser.add_argument(
        "--corrections", type=Path, help="the zip of GET /api/images/labelled.zip, learnt from too"
    )
    choice = parser.parse_args()
    if choice.corrections:
        if problem := _problem_of(choice.corrections):
            parser.error(f"{choice.corrections} {problem}")
        os.environ[CORRECTIONS_VARIABLE] = os.fspath(choice.corrections.resolve())
    if choice.quick:
        os.environ[QUICK_VARIABLE] = "1"
        execute(NOTEBOOK, ROOT / "build" / "quick" / NOTEBOOK.name)
    else:
        execute(NOTEBOOK, NOTEBOOK)
        add_reference(ARTIFACT, reference(ARTIFACT))


if __name__ == "__main__":
    main()
