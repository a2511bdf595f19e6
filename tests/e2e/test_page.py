"""The page in a real browser, before a real server."""

import random
import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.digit_page import image_in
from tests.e2e.hand import (
    SEVEN,
    devices,
    draw_with_finger,
    draw_with_mouse,
    draw_with_pen,
    on_sheet,
    placed,
    touch,
)
from tests.e2e.service import ARTIFACT
from training.datasets import data_folder
from training.drawings import load_drawings
from training.writers import is_test_writer

pytestmark = pytest.mark.browser

FRENCH_REFUSAL = "La certitude est trop faible pour une prédiction fiable. Essayez à nouveau."


@pytest.fixture(scope="module")
def held_out_digits():
    """Two drawings of each digit, by people from whom nothing was learnt."""
    file = data_folder() / "unipen-digits.jsonl.gz"
    if not file.exists():
        pytest.skip(f"needs {file.name} in the folder that SWAGDIGIT_DATA names")
    drawings = [drawing for drawing in load_drawings(file) if is_test_writer(drawing.writer)]
    choose = random.Random(3000).sample
    by_label = {label: [d for d in drawings if d.label == label] for label in "0123456789"}
    return [drawing for label in by_label for drawing in choose(by_label[label], 2)]


def test_no_script_waits_for_the_one_that_imports_it(visit, sure_service):
    """Over a slow line each such step takes a while: all are asked for with the page."""
    page = visit(sure_service).page
    page.route("**/js/main.js", lambda route: route.abort())
    with page.expect_request("**/js/gallery.js"):
        page.reload()


@pytest.mark.data
@pytest.mark.slow
@pytest.mark.skipif(not ARTIFACT.exists(), reason="needs the model: make train")
def test_digits_of_strangers_are_read(visit, service, held_out_digits):
    """Drawn with the mouse, at least 19 of 20 digits are read right on the page."""
    sheet = visit(service)
    read = []
    for drawing in held_out_digits:
        draw_with_mouse(sheet.page, placed(drawing.strokes))
        sheet.send()
        expect(sheet.note).to_have_attribute("data-says", re.compile("told|unsure"))
        told = sheet.digit.text_content() if sheet.digit.count() else "unsure"
        read.append((drawing.label, told))
        sheet.clear_button.click()

    assert len(read) == 20
    assert sum(label == told for label, told in read) >= 19, read


def test_the_answer_is_a_digit_with_its_certainty(visit, sure_service):
    """The digit is shown and said, the certainty in percent with two decimals."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")

    expect(sheet.status).to_have_text(
        re.compile(r"Réponse\s: 7\s+75,32\s%\s+de certitude\s+Plutôt sûr.")
    )
    expect(sheet.note.locator("use")).to_have_attribute("href", "#glyph-7")


def test_an_unsure_answer_is_told_kindly(visit, unsure_service):
    """Under the threshold the page says the server's sentence, and no digit."""
    sheet = visit(unsure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("unsure")

    expect(sheet.status).to_have_text(FRENCH_REFUSAL)
    expect(sheet.digit).to_have_count(0)


def test_a_service_without_a_model_says_so(visit, modelless_service):
    """What the server refuses for reasons of its own is shown as it says it."""
    sheet = visit(modelless_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("refused")

    expect(sheet.status).to_contain_text("indisponible")


def test_an_empty_sheet_is_not_sent(visit, sure_service):
    """With nothing drawn the page asks for a drawing, and the server for nothing."""
    sheet = visit(sure_service)
    asked = []
    sheet.page.on("request", lambda request: asked.append(request.method))
    sheet.page.keyboard.press("Enter")

    sheet.expect_says("blank")
    expect(sheet.status).to_contain_text("La feuille est encore blanche.")
    assert "POST" not in asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_the_sent_image_is_the_same_everywhere(visit, sure_service, scheme, options):
    """It is 280 x 280, black ink on white paper, on any screen and in any colours."""
    sheet = visit(sure_service, **options, color_scheme=scheme)
    draw_with_mouse(sheet.page, SEVEN)
    image = image_in(sheet.send())

    assert image.format == "PNG"
    assert image.size == (280, 280)
    assert {low for low, _ in image.convert("RGB").getextrema()} == {0}
    grey = image.convert("L")
    assert [grey.getpixel(p) for p in [(0, 0), (279, 279), (20, 140)]] == [255, 255, 255]
    # The upper bar of the seven: 18 wide, around a line at 15 % of the height; the pointer's
    # place is rounded to a pixel of the screen.
    bar = [y for y in range(90) if grey.getpixel((100, y)) < 128]
    assert len(bar) == pytest.approx(18, abs=1)
    assert bar[0] == pytest.approx(33, abs=1)


@pytest.mark.parametrize(
    ("draw", "options"),
    [(draw_with_mouse, {}), (draw_with_pen, {}), (draw_with_finger, PHONE)],
    ids=["mouse", "pen", "finger"],
)
def test_every_pointer_draws(visit, sure_service, draw, options):
    """A mouse, a pen and a finger leave the same ink, and the page does not scroll away."""
    sheet = visit(sure_service, **options)
    draw(sheet.page, SEVEN)
    grey = image_in(sheet.send()).convert("L")

    assert [grey.getpixel(p) for p in [(140, 42), (150, 140), (165, 120)]] == [0, 0, 0]
    assert sheet.page.evaluate("scrollY") == 0


def test_one_draws_on_another_machine_s_page(visit, sure_service):
    """Over plain HTTP a browser keeps some of what it can to itself; drawing needs none of it."""
    elsewhere = replace(sure_service, url=sure_service.url.replace("127.0.0.1", "digits.test"))
    sheet = visit(elsewhere)
    assert not sheet.page.evaluate("isSecureContext")
    draw_with_mouse(sheet.page, SEVEN)
    grey = image_in(sheet.send()).convert("L")

    assert [grey.getpixel(p) for p in [(140, 42), (150, 140), (165, 120)]] == [0, 0, 0]


def test_a_click_leaves_a_dot(visit, sure_service):
    """To put the pen down and up draws a dot as wide as the pen."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, [[(500, 500)]])
    grey = image_in(sheet.send()).convert("L")

    dark = [x for x in range(280) if grey.getpixel((x, 140)) < 128]
    assert len(dark) == pytest.approx(18, abs=1)


def test_a_stroke_may_leave_the_sheet(visit, sure_service):
    """The pen goes on where it comes back, and is up once it is lifted outside."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, [[(500, 500), (500, 1100), (700, 1100), (700, 500), (700, -50)]])
    before = sheet.ink()
    sheet.page.mouse.move(*on_sheet(sheet.page)((200, 200)))

    assert before[28 * 20 + 14] > 0
    assert before[28 * 20 + 19] > 0
    assert sheet.ink() == before


def test_a_missed_pointerup_never_sticks(visit, sure_service):
    """A pen whose lifting nobody told of is up with its next move, and can be put down again."""
    sheet = visit(sure_service)
    at = on_sheet(sheet.page)
    with devices(sheet.page) as cdp:

        def mouse(kind, point, buttons):
            x, y = at(point)
            button = {"button": "left", "clickCount": 1} if kind != "mouseMoved" else {}
            event = {"type": kind, "x": x, "y": y, "buttons": buttons}
            cdp.send("Input.dispatchMouseEvent", event | button)

        mouse("mousePressed", (200, 200), 1)
        mouse("mouseMoved", (200, 400), 1)
        before = sheet.ink()
        mouse("mouseMoved", (800, 800), 0)
        mouse("mouseMoved", (800, 200), 0)
        assert sheet.ink() == before
        mouse("mouseReleased", (800, 200), 0)

    draw_with_mouse(sheet.page, [[(600, 600), (600, 800)]])
    assert sum(sheet.ink()) > sum(before)


def test_a_second_finger_is_ignored(visit, sure_service):
    """One finger draws; another one beside it leaves no ink, nor does it end the stroke."""
    sheet = visit(sure_service, **PHONE)
    with devices(sheet.page) as cdp:
        touch(sheet.page, cdp, "touchStart", (300, 300))
        touch(sheet.page, cdp, "touchMove", (300, 400))
        touch(sheet.page, cdp, "touchStart", (300, 400), (800, 800))
        touch(sheet.page, cdp, "touchMove", (300, 700), (800, 500))
        touch(sheet.page, cdp, "touchEnd")
    ink = sheet.ink()

    assert ink[28 * 14 + 8] > 0
    assert max(ink[row * 28 + 22] for row in range(28)) == 0


def spread_two_fingers(page):
    """Enlarge the page as two fingers on the sheet do."""
    at = on_sheet(page)
    with devices(page) as cdp:
        touch(page, cdp, "touchStart", (400, 400))
        touch(page, cdp, "touchStart", (400, 400), (600, 600))
        for step in range(12):
            ends = [at((400 - 25 * step,) * 2), at((600 + 25 * step,) * 2)]
            points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(ends)]
            cdp.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": points})
        cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_two_fingers_enlarge_the_page(visit, sure_service):
    """And draw nothing: what the first one has left by then goes away."""
    sheet = visit(sure_service, **PHONE)
    spread_two_fingers(sheet.page)

    assert sum(sheet.ink()) == 0
    assert sheet.page.evaluate("visualViewport.scale") > 1.5
    expect(sheet.undo_button).to_have_attribute("aria-disabled", "true")


def test_who_enlarges_the_page_can_go_back_and_forth(visit, sure_service):
    """To enlarge it is no step, and takes none away."""
    sheet = visit(sure_service, **PHONE)
    draw_with_finger(sheet.page, SEVEN[:1])
    one = sheet.ink()
    draw_with_finger(sheet.page, SEVEN[1:])
    two = sheet.ink()
    sheet.undo_button.click()
    spread_two_fingers(sheet.page)
    sheet.page.keyboard.press("Control+y")
    assert sheet.ink() == two
    sheet.page.keyboard.press("Control+z")

    assert sheet.ink() == one


@pytest.mark.parametrize("is_taken_away", [False, True])
def test_a_pen_draws_whatever_a_palm_has_touched(visit, sure_service, is_taken_away):
    """A hand that lies on the screen before its pen does leaves no dot, and blocks nothing, though the system rejects it."""
    sheet = visit(sure_service, **PHONE)
    with devices(sheet.page) as cdp:
        touch(sheet.page, cdp, "touchStart", (900, 900))
        if is_taken_away:
            touch(sheet.page, cdp, "touchCancel")
        draw_with_pen(sheet.page, [[(300, 300), (300, 600)]])
        if not is_taken_away:
            touch(sheet.page, cdp, "touchEnd")
    ink = sheet.ink()

    assert ink[28 * 12 + 8] > 0
    assert ink[28 * 25 + 25] == 0
    sheet.undo_button.click()
    assert sum(sheet.ink()) == 0


def test_a_cancelled_stroke_ends_and_stays(visit, sure_service):
    """When the system takes the finger away, what was drawn stays and drawing goes on."""
    sheet = visit(sure_service, **PHONE)
    with devices(sheet.page) as cdp:
        touch(sheet.page, cdp, "touchStart", (300, 300))
        touch(sheet.page, cdp, "touchMove", (300, 600))
        touch(sheet.page, cdp, "touchCancel")
    before = sheet.ink()
    draw_with_finger(sheet.page, [[(700, 300), (700, 600)]])
    after = sheet.ink()

    assert sum(before) > 0
    assert sum(after) == pytest.approx(2 * sum(before), rel=0.1)


def test_the_drawing_survives_a_resize(visit, sure_service):
    """The strokes are drawn again in the new size: nothing is lost or moved."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    before = sheet.ink()
    for width, height in [(390, 800), (2560, 1440)]:
        sheet.page.set_viewport_size({"width": width, "height": height})
        shown = round(sheet.canvas.bounding_box()["width"])
        expect(sheet.canvas).to_have_js_property("width", shown)

        assert sheet.ink() == pytest.approx(before, abs=40)


def test_the_answer_is_gone_once_the_drawing_changes(visit, sure_service):
    """An answer is never shown beside another drawing than its own."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    draw_with_mouse(sheet.page, [[(100, 900), (200, 900)]])

    sheet.expect_says("guess")
    expect(sheet.bars.first).to_have_attribute("aria-disabled", "true")


def test_one_request_at_a_time(visit, sure_service):
    """However often one sends, there is one request under way."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    posts = []
    sheet.page.on("request", lambda request: posts.append(request.url.endswith("/predict")))
    sheet.send_button.evaluate("button => { button.click(); button.click(); button.click(); }")
    sheet.expect_says("told")

    assert sum(posts) == 1


def count_sent(sheet):
    """Return the list of the drawings that the page sends from now on."""
    sent = []

    def note(request):
        if request.url.endswith("/api/predict"):
            sent.append(request)

    sheet.page.on("request", note)
    return sent


def test_a_burst_of_clicks_sends_once(visit, sure_service):
    """Though the answer is there before the second one; later the same can be sent once more."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.page.clock.install()
    sheet.page.clock.pause_at("2030-01-01")
    sent = count_sent(sheet)
    sheet.send_button.click()
    sheet.expect_says("told")
    for _ in range(5):
        sheet.page.clock.run_for(400)
        sheet.send_button.click()
    assert len(sent) == 1

    sheet.page.clock.run_for(600)
    sheet.send()
    sheet.expect_says("told")
    assert len(sent) == 2


def test_another_drawing_is_sent_at_once(visit, sure_service):
    """However soon after the first: it is no double click."""
    sheet = visit(sure_service)
    for strokes in (SEVEN, SEVEN[:1]):
        draw_with_mouse(sheet.page, strokes)
        sheet.send()
        sheet.expect_says("told")


def test_a_key_that_is_held_sends_once(visit, sure_service):
    """The button has the focus, and each repetition would press it."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.send_button.focus()
    sheet.page.clock.install()
    sent = count_sent(sheet)
    for _ in range(4):
        sheet.page.keyboard.down("Enter")
        sheet.expect_says("told")
        sheet.page.clock.fast_forward(1_000)  # no double click
    sheet.page.keyboard.up("Enter")

    assert len(sent) == 1


def test_a_server_that_is_gone_takes_nothing_along(visit, mortal_service):
    """The page says that the server does not answer, keeps the drawing, and can send again."""
    sheet = visit(mortal_service)
    draw_with_mouse(sheet.page, SEVEN)
    before = sheet.ink()
    mortal_service.stop()
    sheet.send_button.click()

    sheet.expect_says("silent")
    expect(sheet.status).to_contain_text("Le serveur ne répond pas.")
    assert sheet.ink() == before
    expect(sheet.send_button).to_be_enabled()
    expect(sheet.page.get_by_text("sans nouvelles")).to_be_visible()
    expect(sheet.figure("cpu")).to_have_text("\N{EN DASH}")
    expect(sheet.page.get_by_role("meter")).to_have_count(0)  # no 0 is read aloud


def test_the_load_of_the_server_is_shown(visit, sure_service):
    """CPU and memory are shown in percent, as text and as gauges that have a name."""
    sheet = visit(sure_service)

    for name in ("cpu", "memory"):
        expect(sheet.figure(name)).to_have_text(re.compile(r"^\d{1,3}\s%$"))
    memory = sheet.page.get_by_role("meter", name="Mémoire")
    assert 0 < memory.evaluate("meter => meter.value") <= 100
