"""What the service is judged on: images as people send them, and the digit meant, if any."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from PIL import Image, ImageFilter

from swagdigit import DigitImage
from training.augmentation import fit_unit
from training.datasets import (
    Drawing,
    Ink,
    Mnist,
    Stroke,
    data_folder,
    is_test_writer,
    load_drawings,
    refusable_drawings,
)
from training.rendering import CANVAS, Placement, draw
from training.samples import NOT_A_DIGIT, label_of, scribble

type Range = tuple[float, float]
type Paint = Callable[[Ink, np.random.Generator], Image.Image]


@dataclass(frozen=True, slots=True)
class Case:
    """
    An image to judge by.

    Attributes:
        file: the image file, as it is posted.
        label: 0 to 9, or NOT_A_DIGIT.
    """

    file: bytes
    label: int


@dataclass(frozen=True, slots=True)
class Look:
    """
    How the drawings of a suite look.

    Attributes:
        size: of the digit, as a share of the canvas; uniform between both.
        pen: its width in pixels; uniform between both.
        turn: by how many degrees, to either side; uniform between both.
        paint: how ink on the canvas becomes the picture that is sent.
    """

    size: Range = (0.30, 0.85)
    pen: Range = (8, 26)
    turn: Range = (0, 0)
    paint: Paint = field(default=lambda ink, _: Image.fromarray(255 - ink))

    def show(self, strokes: Sequence[Stroke], random: np.random.Generator) -> bytes:
        """Return the image file of the strokes with this look, anywhere on the canvas."""
        angle = np.radians(random.uniform(*self.turn) * random.choice((-1, 1)))
        turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
        width = random.uniform(*self.pen)
        size = max(random.uniform(*self.size) * CANVAS, 1.5 * width)
        turned = fit_unit([stroke @ turn for stroke in strokes])
        ink = draw(turned, Placement.anywhere(random, turned, width=width, size=size))
        return _png(self.paint(ink, random))


def on_transparent_paper(ink: Ink, _: np.random.Generator) -> Image.Image:
    """Black ink; the paper is nothing."""
    opacity = Image.fromarray(ink)
    return Image.merge("LA", (Image.new("L", opacity.size), opacity))


def white_on_black(ink: Ink, _: np.random.Generator) -> Image.Image:
    """White ink on black paper."""
    return Image.fromarray(ink)


def in_colour(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink of any colour on paper of a light tint."""
    paper, colour = random.integers(190, 256, 3), random.integers(0, 150, 3)
    share = ink[..., None] / 255
    return Image.fromarray(np.uint8(paper * (1 - share) + colour * share))


def photographed(ink: Ink, random: np.random.Generator) -> Image.Image:
    """Ink on paper in uneven light, under a shadow, a little blurred, with noise, as a JPEG."""
    y, x = np.mgrid[0 : 1 : CANVAS * 1j, 0 : 1 : CANVAS * 1j]
    direction = random.uniform(0, 2 * np.pi)
    slope = (x - 0.5) * np.cos(direction) + (y - 0.5) * np.sin(direction)
    light = random.uniform(150, 230) * (1 + random.uniform(0.1, 0.5) * slope)
    edge = random.uniform(-0.4, 0.4) + 0.2 * np.sin(3 * x + direction)
    shadow = 1 / (1 + np.exp((slope - edge) * random.uniform(8, 40)))
    light *= 1 - random.uniform(0.1, 0.4) * shadow
    page = light * (1 - random.uniform(0.5, 0.85) * ink / 255)
    page += random.normal(0, random.uniform(2, 8), page.shape)
    picture = Image.fromarray(np.uint8(np.clip(page, 0, 255)))
    picture = picture.filter(ImageFilter.GaussianBlur(random.uniform(0.4, 1.8)))
    return _through_jpeg(picture, quality=int(random.integers(40, 90)))


LOOKS = {
    "canvas": Look(),
    "small": Look(size=(0.12, 0.25), pen=(3, 6)),
    "thin pen": Look(pen=(2, 4)),
    "thick pen": Look(size=(0.5, 0.95), pen=(30, 42)),
    "rotated": Look(turn=(12, 20)),
    "transparent": Look(paint=on_transparent_paper),
    "white on black": Look(paint=white_on_black),
    "colour": Look(paint=in_colour),
    "photo": Look(paint=photographed),
}
"""The suites of digits by writers never trained on."""


def suites(*, limit: int | None = None) -> Iterator[tuple[str, list[Case]]]:
    """
    Yield each suite by name; the same cases at each call.

    Args:
        limit: of cases in a suite, taken evenly from all; None for all.
    """
    drawings = load_drawings(data_folder() / "unipen-digits.jsonl.gz")
    digits = _thinned(_of_test_writers(drawings), limit)
    for number, (name, look) in enumerate(LOOKS.items()):
        yield name, _shown(digits, look, number)
    yield "mnist", _mnist(limit)
    others = _thinned(_of_test_writers(refusable_drawings()), limit)
    yield "letters and signs", _shown(others, Look(), 100)
    yield "scribbles", _scribbles(min(limit or 1000, 1000))


def _of_test_writers(drawings: Sequence[Drawing]) -> list[Drawing]:
    return [drawing for drawing in drawings if is_test_writer(drawing.writer)]


def _thinned[T](items: Sequence[T], limit: int | None) -> Sequence[T]:
    return items[:: max(1, len(items) // limit)][:limit] if limit else items


def _shown(drawings: Sequence[Drawing], look: Look, number: int) -> list[Case]:
    random = np.random.default_rng([2026, number])
    return [
        Case(look.show([stroke / 1000 for stroke in drawing.strokes], random), label_of(drawing))
        for drawing in drawings
    ]


def _mnist(limit: int | None) -> list[Case]:
    mnist = Mnist.load(data_folder())
    pages = mnist.test.reshape(-1, DigitImage.SIDE, DigitImage.SIDE)
    cases = _thinned(list(zip(pages, mnist.test_labels.tolist(), strict=True)), limit)
    return [Case(_png(Image.fromarray(page)), label) for page, label in cases]


def _scribbles(count: int) -> list[Case]:
    random = np.random.default_rng([2026, 101])
    return [Case(Look().show(scribble(random), random), NOT_A_DIGIT) for _ in range(count)]


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _through_jpeg(picture: Image.Image, *, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file)
