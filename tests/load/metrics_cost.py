"""What the metrics of one image cost: `python -m tests.load.metrics_cost`."""

import os
import sys
import tempfile
import timeit
from contextlib import ExitStack

from swagdigit import DigitImage, Prediction
from web.observability.metrics import Metrics
from web.serving.slots import FOLDER_VARIABLE

TIMES, ROUNDS = 5000, 15

IMAGE = DigitImage(bytes(600) + b"\xff" * 184)
PREDICTION = Prediction((0.0, 0.0, 0.0, 0.0, 0.0, 0.97, 0.0, 0.0, 0.0, 0.0), "benchmark")


def cost() -> float:
    """
    Return the microseconds that all metrics of an image take, the fastest of some rounds.

    They are kept in a file, as by a server of several processes; this one may have made no metrics
    before.
    """
    with ExitStack() as stack:
        os.environ[FOLDER_VARIABLE] = stack.enter_context(tempfile.TemporaryDirectory())
        stack.callback(os.environ.pop, FOLDER_VARIABLE)
        metrics = Metrics()

        def one_image() -> None:
            metrics.observe_stage("read", 0.0012)
            metrics.observe_stage("archive", 0.0001)
            metrics.count_archived(2722)
            metrics.observe_stage("classify", 0.0002)
            metrics.count_predictions([IMAGE], [PREDICTION])
            metrics.count_request("api.predict", "POST", 200, 0.002)

        one_image()
        return 1e6 * min(timeit.repeat(one_image, number=TIMES, repeat=ROUNDS)) / TIMES


if __name__ == "__main__":
    sys.stdout.write(f"{cost():.1f} µs for all metrics of an image\n")
