"""The file of results, in each format."""

import pytest

from bulk.cli import FORMATS
from bulk.inputs import Input
from bulk.results import write_results
from bulk.rows import table_of
from bulk.writers import WRITERS
from swagdigit import BlankImage, CertaintyTooLow, InvalidImage, Prediction, Recognition
from tests.bulk.conftest import READERS
from tests.fakes.classifier import SURE_OF_5, UNSURE

FIVE = Recognition(Prediction(SURE_OF_5, "fixed-1"), image_id=None)
OUTCOMES = {
    "five.png": FIVE,
    'odd "name", é.png': FIVE,
    "unsure.png": CertaintyTooLow(Prediction(UNSURE, "fixed-1"), image_id=None),
    "blank.png": BlankImage(image_id=None),
    "broken.png": InvalidImage("the image is broken"),
}


@pytest.fixture
def table():
    """A row of each kind."""
    return table_of([Input(name) for name in OUTCOMES], [*OUTCOMES.values()])


@pytest.mark.parametrize("suffix", READERS)
def test_all_formats_have_the_same_rows(table, tmp_path, suffix):
    """Each is read by what people read it with, and has the same columns and rows."""
    file = tmp_path / f"out{suffix}"

    write_results([table, table], file)

    results = READERS[suffix](file)
    assert results.column_names == table.column_names
    rows = [{k: v or None for k, v in row.items()} for row in results.to_pylist()]
    assert rows == [{k: v or None for k, v in row.items()} for row in table.to_pylist()] * 2
    assert [*tmp_path.iterdir()] == [file]


def test_each_format_of_the_command_line_has_a_writer():
    """What --out accepts can be written."""
    assert {*FORMATS} == WRITERS.keys()


def test_the_tally_counts_all_rows(table, tmp_path):
    """Told, refused and failed add up to the images."""
    tally = write_results([table] * 3, tmp_path / "out.csv")

    assert (tally.images, tally.told, tally.refused, tally.failed) == (15, 6, 6, 3)


def test_no_incomplete_file_is_left(table, tmp_path):
    """If a part can not be read, only the older results are there."""
    file = tmp_path / "out.csv"
    file.write_text("old")

    def tables():
        yield table
        raise OSError("the disk is broken")

    with pytest.raises(OSError, match="broken"):
        write_results(tables(), file)

    assert file.read_text() == "old"
    assert [*tmp_path.iterdir()] == [file]
