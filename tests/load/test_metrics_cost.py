"""What it costs to be seen."""

import re
import subprocess
import sys

from tests.e2e.service import CHECKOUT


def test_the_metrics_of_an_image_cost_little():
    """A figure is told; on a machine that is very busy it is still far below a millisecond."""
    told = subprocess.run(
        [sys.executable, "-m", "tests.load.metrics_cost"],
        cwd=CHECKOUT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    [microseconds] = re.findall(r"^([\d.]+) µs for all metrics of an image\n$", told)

    assert 1 < float(microseconds) < 300
