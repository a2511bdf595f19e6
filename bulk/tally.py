"""Tally: how many images were read, and with what outcome."""

from collections import Counter

import pyarrow as pa

from bulk.errors import REFUSALS


class Tally:
    """Counts the images of tables by their outcome: told, refused or failed."""

    def __init__(self) -> None:
        self._codes: Counter[str | None] = Counter()

    def count(self, table: pa.Table) -> None:
        """Add the rows of a table."""
        for row in table["error"].value_counts().to_pylist():
            self._codes[row["values"]] += row["counts"]

    @property
    def images(self) -> int:
        """All images."""
        return self._codes.total()

    @property
    def told(self) -> int:
        """Images whose digit is told."""
        return self._codes[None]

    @property
    def refused(self) -> int:
        """Images that could be read, but are blank or too uncertain to be told."""
        return sum(self._codes[code] for code in REFUSALS)

    @property
    def failed(self) -> int:
        """Images that could not be read."""
        return self.images - self.told - self.refused
