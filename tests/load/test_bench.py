"""`make bench` measures what it says, and its page says what it measured."""

import json
from itertools import chain

import pytest

from tests.load import wrk
from tests.load.drawings import own_digits, sheets
from tests.load.figures import Figures, Spread
from tests.load.processors import gain
from tests.load.report import write
from tests.load.stages import profile
from tests.load.wrk import Round


def spread(rate):
    """Return what rounds of about this rate found."""
    return Spread.of(
        [Round(99, rate * share, 8 / rate, 9 / rate, 10 / rate) for share in (1, 2, 3)]
    )


FIGURES = Figures(
    servers={
        "this service": spread(1000),
        "plain recipe": spread(100),
        "empty view": spread(2000),
    },
    batch=8000,
    workers=(1000, 1900),
    processors=1.95,
    memory={1: 100, 2: 130, 4: 190},
    soak=(1000, 100, 101),
    start={"pickle": 2, "onnx": 1},
    stages={"decode": 100, "read": 150},
)


def test_the_page_says_what_was_measured(tmp_path):
    """Ratios, the work of a request and what the stages leave over are those of the figures."""
    (tmp_path / "images").mkdir()
    page = write(FIGURES, tmp_path)

    assert page == (tmp_path / "benchmarks.md").read_text()
    for line in (
        "| this service | 2000 | 1000 to 3000 |",
        "| answers/s against the plain recipe | 8 times | 10.0 times |",
        "| p99 against the plain recipe's | a tenth | 1/10.0 |",
        "| work beside the empty view's | 0.19 ms | 0.25 ms |",
        "| images/s in batches of 64 | 3 times | 4.0 times |",
        "| two workers on two processors | 1.8 times one | 1.90 times |",
        "| two processes that only count, on the same |  | 1.95 times |",
        "| a further worker | 40 MB | 30 MB |",
        "| memory after 1,000 requests | ± 2 % | +1.0 % |",
        "| gunicorn, Flask, log, metrics, and colder caches | 250 |",
    ):
        assert line in page
    assert "<svg" in (tmp_path / "images" / "benchmarks.svg").read_text()


@pytest.mark.parametrize("batch", [0, 4])
def test_bodies_are_what_the_api_takes(tmp_path, batch):
    """Each image is in one of the lines, alone or with others."""
    images = [*sheets([*own_digits().values()], count=10)]
    lines = wrk.write_bodies(tmp_path / "bodies", images, batch=batch).read_text().splitlines()
    bodies = map(json.loads, lines)
    sent = [body["images"] if batch else [body["image"]] for body in bodies]

    assert [len(group) for group in sent] == ([4, 4, 2] if batch else [1] * 10)
    assert [*chain(*sent)] == images


def test_one_processor_does_as_much_as_itself():
    """The gain is measured, and that of a processor over itself is none."""
    assert gain([0], seconds=0.3, rounds=5) == pytest.approx(1, abs=0.5)


def test_every_stage_takes_time(tmp_path):
    """Each stage of a request is timed, on drawings as they are sent."""
    images = [*sheets([*own_digits().values()], count=2)]
    bodies = wrk.write_bodies(tmp_path / "bodies", images).read_text().splitlines()
    stages = profile(bodies, tmp_path)

    assert len(stages) == 9
    assert min(stages.values()) > 0
