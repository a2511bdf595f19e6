"""The pages on many images say what was measured."""

from tests.load.bulk_report import Figures, Rate, complaints, page
from tests.load.reader import Watched
from tests.load.scaling import DOCS
from tests.load.scaling import page as scaling

SAID = (
    "out.parquet: 5120 images read, 512 of them by an earlier run: 5120 told, 0 refused, 0 failed"
)


def figures(**others):
    """Return figures that are as they have to be, but for others."""
    memory = [(done, 100_000_000) for done in range(11)]
    fine = {
        "images": 5120,
        "some": 1024,
        "rates": ([Rate(100, 90)] * 3, [Rate(190, 91)] * 3),
        "killed": {"here": (1, SAID, True)},
        "whole": Watched(10.0, 20.0, memory, 200_000_000, SAID),
        "rows": 5120,
        "bytes_in": 3000.0,
        "bytes_out": 30.0,
    }
    return Figures(**fine | others)


def test_scaling_is_written_from_the_measured_pages():
    """No figure of it is typed; `make scaling` mends it."""
    assert (DOCS / "scaling.md").read_text() == scaling(DOCS)


def test_what_is_measured_is_what_is_written(tmp_path):
    """The figures of one page come to the other as they are."""
    (tmp_path / "bulk.md").write_text(page(figures()))
    (tmp_path / "benchmarks.md").write_text((DOCS / "benchmarks.md").read_text())

    written = scaling(tmp_path)

    assert "| 100 images a second with one worker, 1.90 times that with two |" in written
    assert "| `swagdigit read` | 91 | 3.05 |" in written
    assert "| a row of the results in Parquet | 30 | 30 |" in written


def test_what_is_not_as_it_has_to_be_is_told():
    """Each promise is looked at."""
    growing = [(done, 100_000_000 + 2_000_000 * done) for done in range(11)]
    bad = {
        "rates": ([Rate(100, 90)] * 3, [Rate(179, 90)] * 3),
        "killed": {"here": (1, SAID, False)},
        "whole": Watched(10.0, 20.0, growing, 0, SAID),
        "rows": 5119,
    }

    assert complaints(figures()) == []
    assert [len(complaints(figures(**{name: value}))) for name, value in bad.items()] == [1] * 4
    assert len(complaints(figures(**bad))) == 4
