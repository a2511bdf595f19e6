"""DigitImage: the one form in which a digit is classified."""

from dataclasses import dataclass
from typing import ClassVar, Self


@dataclass(frozen=True, slots=True)
class DigitImage:
    """
    A digit as 28x28 ink, fitted in 20x20 and centred by its centre of mass, as MNIST does.

    Attributes:
        ink: 784 bytes, row by row from the top left; 0 is paper, 255 is full ink.

    Raises:
        ValueError: the ink does not have 784 bytes.
    """

    SIDE: ClassVar[int] = 28
    FITTED_SIDE: ClassVar[int] = 20

    ink: bytes

    def __post_init__(self) -> None:
        if len(self.ink) != self.SIDE**2:
            raise ValueError(f"a digit image has {self.SIDE**2} bytes of ink, not {len(self.ink)}")

    @classmethod
    def blank(cls) -> Self:
        """Return the image of a page without ink."""
        return cls(bytes(cls.SIDE**2))
