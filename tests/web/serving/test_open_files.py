"""How many connections a worker may have, by the files that the system allows it."""

import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[3]
ASKED = """
import resource, sys
from web.serving.open_files import allow_connections
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[1]), int(sys.argv[2])))
print(allow_connections(), *resource.getrlimit(resource.RLIMIT_NOFILE))
"""


@pytest.mark.parametrize(
    ("soft", "hard", "connections", "soft_afterwards"),
    [
        (1024, 4096, 1000, 1100),  # of many shells
        (4096, 4096, 1000, 4096),
        (512, 1024, 924, 1024),
        (256, 256, 156, 256),
    ],
)
def test_files_are_left_for_what_is_not_a_connection(soft, hard, connections, soft_afterwards):
    """A worker that can open no file any more would end, and all its clients with it."""
    command = [sys.executable, "-c", ASKED, str(soft), str(hard)]
    told = subprocess.check_output(command, cwd=CHECKOUT, text=True)

    assert [*map(int, told.split())] == [connections, soft_afterwards, hard]
