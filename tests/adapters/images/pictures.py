"""Pictures of a digit as people send them: one glyph on papers of all kinds."""

import io

import numpy as np
from PIL import Image, ImageDraw

SIDE = 280


def glyph(*, left: int = 60, top: int = 40, size: int = 160, pen: int = 18) -> Image.Image:
    """Draw a 7 as ink (255) on nothing (0)."""
    page = Image.new("L", (SIDE, SIDE))
    brush = ImageDraw.Draw(page)
    corners = [(left, top), (left + size * 0.6, top), (left + size * 0.2, top + size)]
    brush.line(corners, fill=255, width=pen, joint="curve")
    return page


def on_paper(ink: Image.Image, *, paper: object = 255, colour: object = 0) -> Image.Image:
    """Paint ink of a colour on paper of another."""
    mode = "RGB" if isinstance(paper, tuple) else "L"
    return Image.composite(
        Image.new(mode, ink.size, colour), Image.new(mode, ink.size, paper), ink
    )


def under_a_lamp(ink: Image.Image, *, row: int, column: int, radius: float) -> Image.Image:
    """Write ink on a board in which a lamp is reflected there."""
    down, right = np.mgrid[0:SIDE, 0:SIDE]
    board = 160 - 60 * right / SIDE
    glare = np.exp(-((down - row) ** 2 + (right - column) ** 2) / radius**2)
    lit = board + np.minimum(1.3 * glare, 1) * (255 - board)
    return Image.fromarray(np.uint8(lit * (1 - 0.6 * np.asarray(ink) / 255)))


def file_of(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """Return the picture as a file of that kind."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def difference(one: bytes, other: bytes) -> float:
    """Return the share of ink in which two digit images differ, 0 to 2, a pixel's shift aside."""
    first, second = (np.frombuffer(ink, np.uint8).reshape(28, 28) / 255 for ink in (one, other))
    shifts = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
    least = min(np.abs(first - np.roll(second, shift, (0, 1))).sum() for shift in shifts)
    return float(least / max(first.sum(), 1))
