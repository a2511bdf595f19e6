"""Input: one image to be read."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Input:
    """
    An image to be read, or a file that holds some.

    Attributes:
        path: the absolute path of a file, or an address `s3://bucket/key`.
        stamp: what changes with the content: size and time, or checksum.
        problem: why it can not be read, where that is known already; else empty.
        member: its place in the zip at the path, from 0; None if it is in none.
        name: its name in the zip, which others there may have too; else empty.
    """

    path: str
    stamp: str = ""
    problem: str = ""
    member: int | None = None
    name: str = ""

    @property
    def shown(self) -> str:
        r"""Its path as text; what is no UTF-8 in it as `\xe9`."""
        path = self.path if self.member is None else f"{self.path}/{self.name}"
        return os.fsencode(path).decode("utf-8", "backslashreplace")
