"""The domain stands alone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_domain_needs_the_standard_library_only():
    """It can be imported where no third-party package can be found."""
    program = "import sys; sys.path.insert(0, '.'); import swagdigit"

    subprocess.run([sys.executable, "-S", "-I", "-c", program], cwd=ROOT, check=True)
