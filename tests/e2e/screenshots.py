"""
Make the pictures of the page for the documentation.

python -m tests.e2e.screenshots [FOLDER]
"""

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests.conftest import CHROMIUM_OPTIONS
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
# Nobody can say whether this is a 4 or a 9, or whether it is anything.
SCRAWL: Strokes = placed(
    [
        [(30, 30), (50, 10), (72, 26), (54, 52), (28, 62), (40, 84), (72, 70), (84, 92)]
        + [(58, 112), (30, 100), (18, 122), (52, 132), (88, 118)]
    ]
)

PICTURES: dict[str, tuple[dict[str, object], Strokes, Said]] = {
    "page.fr": (DESKTOP, FIVE, "told"),
    "page.en": (DESKTOP | {"locale": "en-GB"}, FIVE, "told"),
    "dark": (DESKTOP | {"color_scheme": "dark"}, TWO, "told"),
    "phone": (PHONE | {"device_scale_factor": 2}, TWO, "told"),
    "refusal": (DESKTOP, SCRAWL, "unsure"),
}


def main(folder: Path) -> None:
    """Start the service, draw, send, and take a picture of each answer."""
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as place,
        running_service(Path(place)) as service,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS
        )
        for name, (options, strokes, said) in PICTURES.items():
            page = browser.new_page(**options, reduced_motion="reduce")
            page.goto(service.url)
            take(DigitPage(page), strokes, said, folder / f"{name}.png")
            page.close()
        browser.close()


def take(sheet: DigitPage, strokes: Strokes, said: Said, file: Path) -> None:
    """Take one picture, once the page says what it should."""
    draw_with_mouse(sheet.page, strokes)
    sheet.send()
    sheet.expect_says(said)
    expect(sheet.figure("cpu")).to_contain_text("%")
    sheet.ink()  # waits until it is dry
    sheet.page.screenshot(path=file)
    with Image.open(file) as picture:
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(file, optimize=True)


if __name__ == "__main__":
    main(Path(*sys.argv[1:] or [CHECKOUT / "docs" / "images"]))
