"""Nobody is tested on a hand that was trained on."""

import hashlib
from collections import defaultdict

import numpy as np
import pytest

from training.augmentation import fit_unit
from training.drawings import load_drawings, load_letters_and_signs
from training.writers import (
    is_calibration_writer,
    is_test_writer,
    is_training_writer,
    person_of,
)

PARTS = (is_training_writer, is_calibration_writer, is_test_writer)
LEARNT_FROM = 851, "96fbdba376fdbf6fae1580b6aec5cf95125432696a6f6f4405c535efe296c4c3"


@pytest.fixture(scope="module")
def drawings(data):
    """All drawings of UNIPEN that are learnt or judged by."""
    return (*load_drawings(data / "unipen-digits.jsonl.gz"), *load_letters_and_signs())


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


def test_files_of_one_person_are_known_by_their_names():
    """IBM names the session and the writer, others the writer and a number, some a file in two folders."""
    assert person_of("ibm/ibm0/r0011.dat") == person_of("ibm/ibm0/r0411.dat")
    assert person_of("ibm/ibm0/r0011.dat") != person_of("ibm/ibm0/r0012.dat")
    assert person_of("kai/kai0/jjlee0.dat") == person_of("kai/kai1/jjlee5.dat")
    assert person_of("apa/apa13/app1332.dat") == person_of("app/app13/app1332.dat")
    assert person_of("lav/lav2/mp_0005.dat") == person_of("lav/lav3/mp_0005.dat")
    assert person_of("ced/aike2911_s_1z.dat") == "ced/aike2911_s_1z.dat"


@pytest.mark.data
def test_nobody_is_in_two_parts(drawings):
    """Whose files are learnt from is neither judged nor calibrated by others of them."""
    people = [{person_of(d.writer) for d in drawings if part(d.writer)} for part in PARTS]
    learnt, calibrated, tested = people

    assert not learnt & calibrated
    assert not learnt & tested
    assert not calibrated & tested


@pytest.mark.data
def test_no_more_is_put_aside_than_has_to_be(drawings):
    """Each file that is in no part is of a person with a file in another than its own would be."""
    writers = {drawing.writer for drawing in drawings}
    aside = {writer for writer in writers if not any(part(writer) for part in PARTS)}
    files = defaultdict(set)
    for writer in writers:
        files[person_of(writer)].add(writer)

    assert all(len(files[person_of(writer)]) > 1 for writer in aside)
    assert sum(d.writer in aside for d in drawings if d.label in set("0123456789")) == 293


@pytest.mark.data
def test_what_the_shipped_model_learnt_from_is_unchanged(drawings):
    """The files to learn from are those that they were when it was trained."""
    files = sorted({d.writer for d in drawings if is_training_writer(d.writer)})

    assert (len(files), hashlib.sha256("\n".join(files).encode()).hexdigest()) == LEARNT_FROM


@pytest.mark.data
@pytest.mark.parametrize("donor", ["ibm", "kai", "lav", "sie"])
def test_the_hand_shows_that_they_are_of_one_person(donor, drawings):
    """The same characters of two files of a person differ less than those of two people."""
    hands = defaultdict(lambda: defaultdict(list))
    for drawing in drawings:
        if drawing.writer.startswith(f"{donor}/"):
            hands[drawing.writer][drawing.label].append(path_of(drawing))
    own, others = [], []
    for one in hands:
        for another in hands:
            if one < another and hands[one].keys() & hands[another].keys():
                same = person_of(one) == person_of(another)
                (own if same else others).append(difference(hands[one], hands[another]))

    assert np.mean(own) < 0.9 * np.mean(others)


def path_of(drawing):
    """Return 24 points of the pen's path, evenly spaced, around their middle."""
    points = np.concatenate(fit_unit(drawing.strokes))
    lengths = np.cumsum(np.hypot(*np.diff(points, axis=0, prepend=points[:1]).T) + 1e-9)
    evenly = np.linspace(lengths[0], lengths[-1], 24)
    path = np.stack([np.interp(evenly, lengths, axis) for axis in points.T], axis=1)
    return path - path.mean(axis=0)


def difference(one, another):
    """Return how far the most similar drawings of each character that both have are apart."""
    nearest = [
        min(np.abs(a - b).mean() for a in one[label] for b in another[label])
        for label in one.keys() & another.keys()
    ]
    return np.mean(nearest)
