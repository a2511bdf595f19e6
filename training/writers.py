"""
The split into training, calibration and test set, by person: nobody is tested on a hand that was
trained on. It depends on the writer's name only, so that it is the same for all data and all time.
"""

import hashlib
from string import digits

_SPLIT = frozenset(
    f"{donor} {name}"
    for donor, names in {
        "apple": "1318 1324 1329 1334 1347 1357 1362 1373 1382 1402 1440 1446 1452 1474 1979 1982 1992",
        "ibm": "11 12 15",
        "kai": "hykim jhjung jhkim jjlee jspark jwkim kclee ktum scoh yklyu ykryu yslee",
        "lav": "jlb_0006 mp_0005",
        "sie": "gsaa kwba oaba",
    }.items()
    for name in names.split()
)
"""The people whose files are hashed to more than one part: what is not learnt from is put aside."""


def person_of(writer: str) -> str:
    """
    Return who wrote a file of UNIPEN; the file itself where a person has only one.

    That the same name is the same hand shows in the strokes of all donors here but Apple, whose
    two collections count alike: there it can not be ruled out.
    """
    parts = writer.removesuffix(".dat").split("/")
    donor, name = parts[0], parts[-1]
    match donor:
        case "ibm":  # r0, the session, two figures of the writer
            return f"ibm {name[-2:]}"
        case "kai" | "sie":  # the writer and a number of the file
            return f"{donor} {name.rstrip(digits)}"
        case "lav":
            return f"lav {name}"
        case "apa" | "app":
            return f"apple {name.removeprefix('app')}"
        case _:
            return writer


def is_test_writer(writer: str) -> bool:
    """Say whether this writer is only used for testing (one in five)."""
    return _tenth(writer) < 2 and person_of(writer) not in _SPLIT


def is_calibration_writer(writer: str) -> bool:
    """Say whether this writer is only used for calibration (one in ten)."""
    return _tenth(writer) == 2 and person_of(writer) not in _SPLIT


def is_training_writer(writer: str) -> bool:
    """Say whether this writer is used for training (seven in ten)."""
    return _tenth(writer) > 2


def _tenth(writer: str) -> int:
    """Return which of ten parts, 0 to 9, the writer's name is hashed to."""
    return int(hashlib.sha256(writer.encode()).hexdigest(), 16) % 10
