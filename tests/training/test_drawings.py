"""What was written with a pen is read whole, and fragments are known by their shape."""

import gzip
import json

import numpy as np
import pytest

from training.drawings import (
    LOOK_ALIKES,
    Drawing,
    is_fragment,
    is_standing_line,
    load_drawings,
    load_letters_and_signs,
    slimness,
)


def drawing(label, *strokes):
    """Return a drawing of these strokes."""
    return Drawing(label, "somebody", tuple(np.array(stroke, float) for stroke in strokes))


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
    """A digit other than 1 that is one line has lost strokes; so has a 1 that is horizontal."""
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
def test_the_digits_are_all_but_a_few_fragments(data):
    """Of 9,185 recorded digits, well under one in a hundred is left out."""
    digits = load_drawings(data / "unipen-digits.jsonl.gz")

    assert 9_185 - 70 < len(digits) < 9_185
    assert {drawing.label for drawing in digits} == set("0123456789")


def test_a_standing_line_reads_as_a_one():
    """One stroke, as good as straight; a horizontal one is a dash, and a colon is two dots."""
    line = np.array([(0, 0), (30, 500), (0, 1000)], float)

    assert is_standing_line([line])
    assert not is_standing_line([line[:, ::-1]])
    assert not is_standing_line([line[:1], line[1:]])
    assert not is_standing_line([np.array([(0, 0), (500, 500), (0, 1000)], float)])


@pytest.mark.data
def test_look_alikes_are_no_negatives(data):
    """What is drawn like a digit is neither trained on nor tested as none."""
    drawings = load_letters_and_signs()
    labels = {drawing.label for drawing in drawings}

    assert not any(is_standing_line(drawing.strokes) for drawing in drawings)
    assert not labels & LOOK_ALIKES
    assert {"F", "k", "#", "="} <= labels
