"""Input: an image to be read, wherever it is stored."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Input:
    """
    An image to be read, or a file that holds some.

    The names of the class and of its attributes go into the fingerprint of a run.

    Attributes:
        path: the absolute path of a file, or an address `s3://bucket/key`.
        stamp: what changes with the content: size and time, or size and checksum.
        problem: why it can not be read, where that is known already; else empty.
        member: its index in the zip at the path, from 0; None if it is in none.
        name: its name in the zip, which is not always unique there; else empty.
    """

    path: str
    stamp: str = ""
    problem: str = ""
    member: int | None = None
    name: str = ""

    @property
    def display_path(self) -> str:
        r"""Its path as text, with bytes that are not UTF-8 as `\xe9`."""
        path = self.path if self.member is None else f"{self.path}/{self.name}"
        return os.fsencode(path).decode("utf-8", "backslashreplace")
