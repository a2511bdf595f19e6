"""No training resumes from the checkpoint of other code."""

import subprocess
import sys

from training import ROOT
from training.checkpoints import CODE

LEARN = "import sys, training.learning, training.splits; print(*sys.modules)"
# How a file becomes pixels, which every decoder does alike, and what the product is about.
OTHERS = {
    "adapters/images/encoding.py",
    "adapters/images/pillow_reader.py",
    "adapters/images/plain_png.py",
    "adapters/images/png.py",
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
