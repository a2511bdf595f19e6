"""
Make the pictures of the page for the documentation.

python -m tests.e2e.screenshots [FOLDER]
"""

import re
import sys
import tempfile
from math import cos, pi, sin
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests.chromium import launch
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.digit_page import DigitPage, Said
from tests.e2e.hand import Strokes, draw_with_mouse, placed
from tests.e2e.service import CHECKOUT, running_service

TWO: Strokes = placed(
    [
        [(22, 40), (24, 24), (36, 12), (54, 8), (72, 14), (80, 30), (76, 50), (62, 72), (44, 94)]
        + [(28, 112), (18, 124), (30, 120), (42, 118), (58, 122), (74, 126), (88, 120)]
    ]
)
FIVE: Strokes = placed(
    [
        [(40, 12), (38, 28), (34, 44), (30, 60), (42, 52), (56, 50), (72, 56), (82, 70)]
        + [(82, 88), (74, 104), (58, 114), (40, 114), (26, 106)],
        [(42, 14), (58, 13), (72, 12), (86, 10)],
    ]
)
# A star, which is no digit.
STAR: Strokes = placed(
    [[(50 + 45 * sin(turn * 0.8 * pi), 50 - 45 * cos(turn * 0.8 * pi)) for turn in range(6)]]
)

PICTURES: dict[str, tuple[dict[str, object], Strokes, Said]] = {
    "page.fr": (DESKTOP, FIVE, "told"),
    "page.en": (DESKTOP | {"locale": "en-GB"}, FIVE, "told"),
    "dark": (DESKTOP | {"color_scheme": "dark"}, TWO, "told"),
    "phone": (PHONE | {"device_scale_factor": 2}, TWO, "told"),
    "refusal": (DESKTOP, STAR, "unsure"),
    "heat": (DESKTOP, TWO, "told"),
}


def main(folder: Path) -> None:
    """Start the service, draw, send, and take a picture of each answer."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        running_service(Path(place)) as service,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright.chromium)
        for name, (options, strokes, said) in PICTURES.items():
            page = browser.new_page(**options, reduced_motion="reduce")
            page.goto(service.url)
            draw_and_send(DigitPage(page), strokes, said)
            if name == "heat":
                explain(DigitPage(page))
            take(DigitPage(page), folder / f"{name}.png")
            page.close()
        browser.close()


def draw_and_send(sheet: DigitPage, strokes: Strokes, said: Said) -> None:
    """Draw, have a look, send, and wait until the page says what it should."""
    draw_with_mouse(sheet.page, strokes)
    expect(sheet.note).to_have_attribute("data-says", re.compile("guess|doubt|nothing"))
    sheet.send()
    sheet.expect_says(said)
    expect(sheet.kept.first).to_be_visible()
    # So long that the charts show something.
    expect(sheet.page.locator("[data-chart=cpu] .line")).to_have_attribute(
        "d", re.compile("(L.*){5}"), timeout=30_000
    )


def explain(sheet: DigitPage) -> None:
    """Ask why."""
    sheet.why_button.click()
    expect(sheet.why_button).to_have_attribute("aria-pressed", "true")


def take(sheet: DigitPage, file: Path) -> None:
    """Take one picture of the whole page."""
    sheet.ink()  # waits until it is dry
    sheet.page.screenshot(path=file, full_page=True)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main(Path(*sys.argv[1:] or [CHECKOUT / "docs" / "images"]))
