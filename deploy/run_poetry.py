# ruff: noqa: INP001 (a script, started by the Makefile with Poetry's own Python)
"""
Run Poetry as the Makefile needs it: `.tools/poetry/bin/python deploy/run_poetry.py install`.

Poetry then fetches from where pip does (docs/decisions/0001-installing-with-poetry.md).
"""

import os
import sys
from pathlib import Path

from pip._internal.commands import create_command

pip = create_command("install").parser.get_default_values()
poetry = Path(sys.executable).with_name("poetry")

from_pip = {"POETRY_PYPI_MIRROR_URL": pip.index_url, "REQUESTS_CA_BUNDLE": pip.cert}
for name, value in from_pip.items():
    if value:
        os.environ.setdefault(name, value)
os.environ |= {
    "POETRY_KEYRING_ENABLED": "false",  # a desktop's keyring would ask for a password
    "POETRY_NO_INTERACTION": "true",
    "POETRY_VIRTUALENVS_USE_POETRY_PYTHON": "true",  # the one that the Makefile found
}
# Poetry would install into an environment that happens to be active.
for name in ("VIRTUAL_ENV", "CONDA_PREFIX"):
    os.environ.pop(name, None)

os.execv(poetry, [str(poetry), *sys.argv[1:]])  # noqa: S606 (a fixed program, no shell)
