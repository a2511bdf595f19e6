"""What tells one set of images from another."""

from dataclasses import replace

import pytest

from bulk.fingerprint import InputFingerprint, fingerprint_of
from bulk.inputs import Input

SCAN = Input("/scans/a.png", stamp="1 2")
MEMBER = Input("/scans/b.zip", stamp="3 4", member=0, name="c.png")


def test_the_order_of_images_does_not_matter():
    """A folder is not listed in the same order every time."""
    assert fingerprint_of([SCAN, MEMBER]) == fingerprint_of([MEMBER, SCAN])


@pytest.mark.parametrize(
    "change", [{"path": "/scans/d.png"}, {"stamp": "1 3"}, {"member": 1}, {"problem": "gone"}]
)
def test_another_image_is_another_fingerprint(change):
    """So is the same image with another content."""
    assert fingerprint_of([replace(SCAN, **change)]) != fingerprint_of([SCAN])


def test_fingerprints_of_earlier_versions_hold():
    """A run that an earlier version has begun can be resumed: its manifest has this digest."""
    assert fingerprint_of([SCAN, MEMBER]) == InputFingerprint(2, 17985257830842675377)
