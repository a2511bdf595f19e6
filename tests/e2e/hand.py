"""Hands that draw on the page: with a mouse, a finger or a pen."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import CDPSession, Page

type Point = tuple[float, float]
type Strokes = Sequence[Sequence[Point]]

SEVEN: Strokes = [[(250, 150), (750, 150), (600, 450), (450, 850)], [(350, 500), (700, 500)]]
ONE: Strokes = [[(350, 300), (500, 150), (500, 500), (500, 850)]]


def placed(strokes: Iterable[Any], *, size: float = 0.64) -> Strokes:
    """
    Put strokes of any measure in the middle of a sheet of 1000 x 1000.

    Args:
        strokes: points (x, y), y down.
        size: the longer side of all, as a part of the sheet.
    """
    strokes = [[(float(x), float(y)) for x, y in stroke] for stroke in strokes]
    xs, ys = zip(*(point for stroke in strokes for point in stroke), strict=True)
    scale = 1000 * size / max(max(xs) - min(xs), max(ys) - min(ys), 1)
    left = 500 - scale * (min(xs) + max(xs)) / 2
    top = 500 - scale * (min(ys) + max(ys)) / 2
    return [[(left + scale * x, top + scale * y) for x, y in stroke] for stroke in strokes]


def on_sheet(page: Page) -> Callable[[Point], Point]:
    """Return what turns a point of a sheet of 1000 x 1000 into one of the window."""
    box = page.locator("[data-part=canvas]").bounding_box()
    assert box is not None
    return lambda p: (
        box["x"] + box["width"] * p[0] / 1000,
        box["y"] + box["height"] * p[1] / 1000,
    )


def draw_with_mouse(page: Page, strokes: Strokes) -> None:
    """Draw as a mouse does, button held down."""
    at = on_sheet(page)
    for first, *others in strokes:
        page.mouse.move(*at(first))
        page.mouse.down()
        for point in others:
            page.mouse.move(*at(point))
        page.mouse.up()


def draw_with_pen(page: Page, strokes: Strokes) -> None:
    """Draw as a pen does that the screen feels."""
    at = on_sheet(page)
    with devices(page) as cdp:

        def send(kind: str, point: Point, **more: object) -> None:
            x, y = at(point)
            event = {"type": kind, "x": x, "y": y, "button": "left", "pointerType": "pen"}
            cdp.send("Input.dispatchMouseEvent", event | more)

        for stroke in strokes:
            send("mousePressed", stroke[0], buttons=1, clickCount=1, force=0.5)
            for point in stroke[1:]:
                send("mouseMoved", point, buttons=1, force=0.5)
            send("mouseReleased", stroke[-1], buttons=0, clickCount=1)


def draw_with_finger(page: Page, strokes: Strokes) -> None:
    """Draw as a finger does."""
    with devices(page) as cdp:
        for stroke in strokes:
            touch(page, cdp, "touchStart", stroke[0])
            for point in stroke[1:]:
                touch(page, cdp, "touchMove", point)
            touch(page, cdp, "touchEnd")


def touch(page: Page, cdp: CDPSession, kind: str, *fingers: Point) -> None:
    """Send one touch event with all the fingers that are on the screen."""
    at = on_sheet(page)
    points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(map(at, fingers))]
    cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@contextmanager
def devices(page: Page):
    """Open the door to the devices that Playwright has no words for."""
    cdp = page.context.new_cdp_session(page)
    yield cdp
    cdp.detach()
