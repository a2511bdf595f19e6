"""Nobody is tested on a hand that was trained on."""

import pytest

from training.writers import is_calibration_writer, is_test_writer, is_training_writer

PARTS = (is_training_writer, is_calibration_writer, is_test_writer)


def test_a_writer_is_in_one_part_and_stays_there():
    """Each writer is for training, calibration or judgement; by name, not by chance."""
    writers = [f"donor/{number}.dat" for number in range(1000)]
    chosen = [[part(writer) for part in PARTS] for writer in writers]

    assert all(sum(row) == 1 for row in chosen)
    assert [sum(column) for column in zip(*chosen, strict=True)] == pytest.approx(
        [700, 100, 200], abs=40
    )
    assert is_test_writer("syn/syn1/tds-dig21.dat")
    assert is_training_writer("gmd/kast.dat")
