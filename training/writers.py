"""
The split into training, calibration and test set, by writer: nobody is tested on a hand that was
trained on. It depends on the writer's name only, so that it is the same for all data and all time.
"""

import hashlib


def _tenth(writer: str) -> int:
    """Return which of ten parts, 0 to 9, the writer's name is hashed to."""
    return int(hashlib.sha256(writer.encode()).hexdigest(), 16) % 10


def is_test_writer(writer: str) -> bool:
    """Say whether this writer is only used for testing (one in five)."""
    return _tenth(writer) < 2


def is_calibration_writer(writer: str) -> bool:
    """Say whether this writer is only used for calibration (one in ten)."""
    return _tenth(writer) == 2


def is_training_writer(writer: str) -> bool:
    """Say whether this writer is used for training (seven in ten)."""
    return not (is_test_writer(writer) or is_calibration_writer(writer))
