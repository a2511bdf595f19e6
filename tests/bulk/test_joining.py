"""The file of results, in each form."""

import pytest
from pyarrow import csv, json, parquet

from bulk.inputs import Input
from bulk.joining import join
from bulk.rows import table_of
from swagdigit import BlankImage, CertaintyTooLow, InvalidImage, Prediction, Recognition
from tests.fakes.classifier import SURE_OF_5, UNSURE

READERS = {"csv": csv.read_csv, "jsonl": json.read_json, "parquet": parquet.read_table}
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


@pytest.mark.parametrize("form", READERS)
def test_all_forms_say_the_same(table, tmp_path, form):
    """Each is read by what people read it with, and has the same columns and rows."""
    file = tmp_path / f"out.{form}"

    join([table, table], file)

    read = READERS[form](file)
    assert read.column_names == table.column_names
    told = [{k: v or None for k, v in row.items()} for row in read.to_pylist()]
    assert told == [{k: v or None for k, v in row.items()} for row in table.to_pylist()] * 2
    assert [*tmp_path.iterdir()] == [file]


def test_the_tally_is_of_all_rows(table, tmp_path):
    """Told, refused and failed add up to the images."""
    tally = join([table] * 3, tmp_path / "out.csv")

    assert (tally.images, tally.told, tally.refused, tally.failed) == (15, 6, 6, 3)


def test_there_is_no_half_of_a_file(table, tmp_path):
    """If a part can not be read, older results stay, and nothing else."""
    file = tmp_path / "out.csv"
    file.write_text("old")

    def tables():
        yield table
        raise OSError("the disk is broken")

    with pytest.raises(OSError, match="broken"):
        join(tables(), file)

    assert file.read_text() == "old"
    assert [*tmp_path.iterdir()] == [file]
