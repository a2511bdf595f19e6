"""The page as a person sees it: what is drawn, what is said, what may be done."""

import base64
import io
import json
import re
from typing import Literal

from PIL import Image
from playwright.sync_api import Locator, Page, Request, Route, expect

Said = Literal[
    "idle", "blank", "no-picture", "late-picture", "guess", "doubt", "nothing", "sending", "told", "unsure",
    "refused", "heavy", "silent",
]  # fmt: skip

_COARSE_INK = """canvas => {
    const small = Object.assign(document.createElement("canvas"), {width: 28, height: 28});
    const context = small.getContext("2d");
    context.imageSmoothingQuality = "high";
    context.drawImage(canvas, 0, 0, 28, 28);
    return [...context.getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 3);
}"""
_GIVE = """(canvas, [how, base64, type]) => {
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob(base64), sign => sign.charCodeAt(0));
    data.items.add(new File([bytes], "file", {type}));
    const options = {bubbles: true, cancelable: true};
    canvas.dispatchEvent(how === "drop"
        ? new DragEvent("drop", {...options, dataTransfer: data})
        : new ClipboardEvent("paste", {...options, clipboardData: data}));
}"""
STALE = re.compile(r"\bis-stale\b")
_TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class DigitPage:
    """The open page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.canvas = page.locator("[data-part=canvas]")
        self.note = page.locator("[data-part=note]")
        self.status = page.locator(".said")
        self.digit = page.locator(".said [data-slot=digit]")
        self.certainty = page.locator(".said [data-slot=certainty]")
        self.send_button = page.locator("[data-part=send]")
        self.clear_button = page.locator("[data-part=clear]")
        self.undo_button = page.locator("[data-part=undo]")
        self.redo_button = page.locator("[data-part=redo]")
        self.why_button = page.locator("[data-part=why]")
        self.bars = page.locator("[data-digit]")
        self.thanks = page.locator("[data-part=thanks]")
        self.kept = page.locator(".kept")

    def figure(self, name: Literal["cpu", "memory"]) -> Locator:
        """Return the text of a gauge."""
        return self.page.locator(f"[data-part={name}-text]")

    def ink(self) -> list[int]:
        """Return how much ink there is on 28 x 28 squares of the sheet, each 0 to 255."""
        self.page.evaluate(_TWO_FRAMES)  # ink dries with the next frame
        return self.canvas.evaluate(_COARSE_INK)

    def send(self) -> Request:
        """Send the drawing; return the request that the page made."""
        with self.page.expect_request("**/api/predict") as made:
            self.send_button.click()
        return made.value

    def levels(self) -> list[float]:
        """Return how high the ten bars are, 0 to 1."""
        height = "bar => Number(bar.style.getPropertyValue('--probability'))"
        return [bar.evaluate(height) for bar in self.bars.all()]

    def drop(self, file: bytes, mimetype: str, *, how: Literal["drop", "paste"]) -> None:
        """Drop a file on the sheet, or paste it from the clipboard."""
        self.canvas.evaluate(_GIVE, [how, base64.b64encode(file).decode(), mimetype])

    def hold(self, address: str) -> list[Route]:
        """Have requests to an address wait; return the list that they are put in, to let them go on."""
        held: list[Route] = []
        # Playwright puts an attribute on the function, which a list's own has no room for.
        self.page.route(address, lambda route: held.append(route))  # noqa: PLW0108
        return held

    def expect_says(self, said: Said) -> None:
        """Wait until the note says this of what is on the sheet now."""
        expect(self.note).to_have_attribute("data-says", said, timeout=20_000)
        expect(self.note).not_to_have_class(STALE, timeout=20_000)


def image_in(request: Request) -> Image.Image:
    """Return the image that a request of the page carries."""
    address = json.loads(request.post_data or "")["image"]
    prefix, _, content = address.partition(",")
    assert prefix == "data:image/png;base64"
    return Image.open(io.BytesIO(base64.b64decode(content, validate=True)))
