"""The licences of what the service is installed with: `make audit` writes docs/licences.md."""

import re
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

CHECKOUT = Path(__file__).parents[2]
DOCUMENT = CHECKOUT / "docs" / "licences.md"
HEAD = """# Licences

What the service is installed with, all of `requirements.txt`, and under which licence each comes, as it
says of itself. Written by `make audit`.

"""


def dependencies() -> list[str]:
    """Return the names of all packages in requirements.txt that this system installs."""
    lines = re.findall(
        r"^\w.*==.*?(?= \\$)", (CHECKOUT / "requirements.txt").read_text(), re.MULTILINE
    )
    wanted = map(Requirement, lines)
    return [one.name for one in wanted if one.marker is None or one.marker.evaluate()]


def listed() -> dict[str, str]:
    """Return the licence of each package in the document."""
    rows = re.findall(r"^\| ([\w.-]+) +\| (.+?) +\|", DOCUMENT.read_text(), re.MULTILINE)
    return {normal(name): licence for name, licence in rows if name != "Name"}


def normal(name: str) -> str:
    """Return the name of a package as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> None:
    """Write the document."""
    program = Path(sys.executable).with_name("pip-licenses")
    options = ["--from=mixed", "--with-urls", "--no-version", "--format=markdown", "--packages"]
    table = subprocess.run(
        [program, *options, *dependencies()], check=True, capture_output=True, text=True
    )
    DOCUMENT.write_text(HEAD + table.stdout)


if __name__ == "__main__":
    main()
