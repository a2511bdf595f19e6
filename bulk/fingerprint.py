"""InputFingerprint: tells one set of images from another."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from bulk.inputs import Input

_DIGEST_BITS = 64


@dataclass(frozen=True, slots=True)
class InputFingerprint:
    """
    How many images there are, and a checksum of them, in whatever order they are found.

    The names of the attributes are keys of the manifest of a run.

    Attributes:
        images: how many there are.
        digest: the sum, modulo 2**64, of a hash of each Input.
    """

    images: int = 0
    digest: int = 0

    def including(self, image: Input) -> "InputFingerprint":
        """Return the fingerprint of these images and one more."""
        # The repr has the names of the class and of its fields: with other names, runs begun by an
        # earlier version could not be resumed.
        hashed = blake2b(repr(image).encode(), digest_size=_DIGEST_BITS // 8)
        added = int.from_bytes(hashed.digest())
        return InputFingerprint(self.images + 1, (self.digest + added) % 2**_DIGEST_BITS)


def fingerprint_of(images: Iterable[Input]) -> InputFingerprint:
    """Return the fingerprint of images, which need not fit into memory together."""
    fingerprint = InputFingerprint()
    for image in images:
        fingerprint = fingerprint.including(image)
    return fingerprint
