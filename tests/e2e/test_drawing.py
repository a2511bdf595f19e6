"""What can be done on the sheet: steps, pens, pictures, and answers while one draws."""

import base64
import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.adapters.images.pictures import file_of
from tests.e2e.conftest import PHONE
from tests.e2e.digit_page import STALE, image_in
from tests.e2e.hand import (
    ONE,
    SEVEN,
    draw_with_finger,
    draw_with_mouse,
    draw_with_pen,
    on_sheet,
)
from tests.load.drawings import own_digits, sheets

pytestmark = pytest.mark.browser

_LOOK = """looked => {
    Object.defineProperty(document, "hidden", {get: () => !looked, configurable: true});
    document.dispatchEvent(new Event("visibilitychange"));
}"""


def picture_of(digit):
    """Return a PNG file of a digit."""
    [sheet] = sheets([own_digits()[digit]], count=1)
    return base64.b64decode(sheet.partition(",")[2])


def is_seen(sheet):
    """Return whether the page shows what the model saw."""
    return sheet.page.locator("[data-part=seen]").evaluate("""canvas => canvas
        .getContext("2d").getImageData(0, 0, 28, 28).data.some(level => level > 0)""")


BAR = [[(200, 500), (800, 500)]]
CORNER = [[(70, 70), (210, 70)]]


@pytest.mark.parametrize(
    ("draw", "options"),
    [(draw_with_mouse, {}), (draw_with_pen, {}), (draw_with_finger, PHONE)],
    ids=["mouse", "pen", "finger"],
)
def test_the_answer_comes_while_one_draws(visit, sure_service, draw, options):
    """Digit, certainty, words and bars are there without a click, and nothing is kept."""
    sheet = visit(sure_service, **options)
    kept = len(list(sure_service.archive.glob("*.png")))
    draw(sheet.page, SEVEN)
    sheet.expect_says("guess")

    expect(sheet.status).to_have_text(re.compile(r"7\s+75,32\s%\s+Plutôt sûr\."))
    assert sheet.levels() == [0.01, 0.12, 0.02, 0.0, 0.0068, 0.0, 0.0, 0.7532, 0.04, 0.05]
    assert len(list(sure_service.archive.glob("*.png"))) == kept


def test_what_the_model_saw_is_shown(visit, sure_service):
    """In 28 x 28 pixels, fitted as the service fits it."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, BAR)
    sheet.expect_says("guess")
    ink = sheet.page.locator("[data-part=seen]").evaluate("""canvas => [...canvas
        .getContext("2d").getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 3)""")

    inked = [i for i, level in enumerate(ink) if level > 127]
    columns = {i % 28 for i in inked}
    assert max(columns) - min(columns) == pytest.approx(19, abs=1)
    assert {i // 28 for i in inked} <= {13, 14, 15}


def test_what_is_sent_fast_is_shown_as_it_was_sent(visit, service):
    """Whatever was seen on the way, the bars are about the drawing that was answered."""
    sheet = visit(service)
    draw_with_mouse(sheet.page, SEVEN[:1])
    sheet.page.evaluate("document.querySelector('[data-part=send]').click()")
    draw_with_mouse(sheet.page, SEVEN[1:])
    sheet.send()
    sheet.expect_says("told")
    digit = int(sheet.digit.text_content())

    expect(sheet.bars.nth(digit)).to_have_class(re.compile("is-most"))


def test_what_is_said_of_less_than_is_drawn_looks_old(visit, sure_service):
    """An answer that comes after the next stroke is about the strokes before."""
    sheet = visit(sure_service)
    asked = sheet.hold("**/api/predict?live=1")
    with sheet.page.expect_request("**/api/predict?live=1"):
        draw_with_mouse(sheet.page, ONE)
    draw_with_mouse(sheet.page, BAR)
    with sheet.page.expect_request("**/api/predict?live=1"):  # once the first is answered
        asked.pop().continue_()
    expect(sheet.note).to_have_attribute("data-says", "guess")
    expect(sheet.note).to_have_class(STALE)

    asked.pop().continue_()
    sheet.expect_says("guess")


@pytest.mark.parametrize(
    ("status", "code"), [(429, "too_many_requests"), (503, "classifier_unavailable")]
)
def test_what_could_not_be_answered_is_asked_again(visit, sure_service, status, code):
    """A limit passes, and a model comes back: nobody has to draw any more for it."""
    sheet = visit(sure_service)
    refusal = {"error": "Plus tard.", "code": code}
    sheet.page.route(
        "**/api/predict?live=1", lambda route: route.fulfill(status=status, json=refusal)
    )
    with sheet.page.expect_response(lambda response: response.status == status):
        draw_with_mouse(sheet.page, ONE)
    sheet.page.unroute("**/api/predict?live=1")

    sheet.expect_says("guess")


def take_clock(page):
    """Have time on the page pass only when it is told to."""
    with page.expect_response("**/api/system_info"):  # the next time it is asked by that clock
        page.clock.install()


def refuse_live(page, status, code, **headers):
    """Answer what is asked while one draws with a refusal; return the list of what was asked."""
    asked = []

    def refuse(route):
        asked.append(route.request)
        refusal = {"error": "Plus tard.", "code": code}
        route.fulfill(status=status, json=refusal, headers=headers)

    page.route("**/api/predict?live=1", refuse)
    return asked


def test_a_refusal_is_said_once(visit, sure_service):
    """However much is drawn, it is not read aloud again and again."""
    sheet = visit(sure_service)
    asked = refuse_live(sheet.page, 503, "classifier_unavailable")
    draw_with_mouse(sheet.page, ONE)
    sheet.expect_says("refused")
    sheet.page.evaluate("""() => {
        window.said = 0;
        new MutationObserver(changes => { window.said += changes.length; }).observe(
            document.querySelector(".said"), {childList: true, subtree: true});
    }""")
    for stroke in SEVEN:
        with sheet.page.expect_response(lambda response: response.status == 503):
            draw_with_mouse(sheet.page, [stroke])

    sheet.ink()
    assert len(asked) >= 3
    assert sheet.page.evaluate("window.said") == 0


def test_what_is_refused_for_long_is_asked_less_and_less(visit, sure_service):
    """A server that has no model for a minute does not get the drawing every two seconds."""
    sheet = visit(sure_service)
    asked = refuse_live(sheet.page, 503, "classifier_unavailable")
    draw_with_mouse(sheet.page, ONE)
    sheet.expect_says("refused")
    take_clock(sheet.page)
    pass_time(sheet.page, seconds=60)

    assert 4 <= len(asked) <= 10


def test_what_is_refused_slowly_is_asked_later_too(visit, sure_service):
    """On a thin line, where the question itself takes long, the pause comes after it, not meanwhile."""
    sheet = visit(sure_service)
    held = sheet.hold("**/api/predict?live=1")
    with sheet.page.expect_request("**/api/predict?live=1"):
        draw_with_mouse(sheet.page, ONE)
    for _ in range(1000):
        if held:
            break
        sheet.page.evaluate("0")  # meanwhile Playwright hands it over
    refuse_held(sheet, held)
    take_clock(sheet.page)
    until_asked(sheet.page, held)
    with sheet.page.expect_response("**/api/system_info"):  # which asks again what has no answer
        pass_time(sheet.page, seconds=5)
    refuse_held(sheet, held)
    pass_time(sheet.page, seconds=1)
    assert held == []

    until_asked(sheet.page, held)


def until_asked(page, held):
    """Let time pass until there is a question; how much of it, the gauges' answers decide."""
    for _ in range(200):
        if held:
            return
        pass_time(page, seconds=1)
    pytest.fail("nothing more was asked")


def refuse_held(sheet, held):
    """Refuse the one question that waits."""
    [route] = held
    held.clear()
    refusal = {"error": "Plus tard.", "code": "classifier_unavailable"}
    with sheet.page.expect_response("**/api/predict?live=1"):
        route.fulfill(status=503, json=refusal)
    sheet.expect_says("refused")


def pass_time(page, *, seconds):
    """Let time pass on the page, and whatever it asks for be answered."""
    for _ in range(seconds):
        page.evaluate("async () => (await fetch('healthz')).ok")
        page.clock.run_for(1_000)


def test_a_limit_is_told_and_kept(visit, sure_service):
    """Who draws too often is told so, and asks no more for as long as the server wants."""
    sheet = visit(sure_service)
    asked = refuse_live(sheet.page, 429, "too_many_requests", **{"Retry-After": "20"})
    draw_with_mouse(sheet.page, ONE)
    sheet.expect_says("refused")
    expect(sheet.status).to_have_text("Plus tard.")
    take_clock(sheet.page)
    pass_time(sheet.page, seconds=5)
    draw_with_mouse(sheet.page, BAR)
    pass_time(sheet.page, seconds=5)
    assert len(asked) == 1

    pass_time(sheet.page, seconds=20)
    assert len(asked) == 2


def test_a_limit_hides_no_guess(visit, sure_service):
    """What was said of the strokes before is of more use; it looks old until it can be renewed."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, ONE)
    sheet.expect_says("guess")
    refuse_live(sheet.page, 429, "too_many_requests", **{"Retry-After": "1"})
    with sheet.page.expect_response(lambda response: response.status == 429):
        draw_with_mouse(sheet.page, BAR)
    sheet.ink()
    expect(sheet.note).to_have_attribute("data-says", "guess")
    expect(sheet.note).to_have_class(STALE)

    sheet.page.unroute("**/api/predict?live=1")
    sheet.expect_says("guess")


def test_a_limit_on_the_load_is_no_silence(visit, sure_service):
    """The last figures stay as they are."""
    sheet = visit(sure_service)
    expect(sheet.figure("cpu")).not_to_have_text("–")
    sheet.page.route("**/api/system_info", lambda route: route.fulfill(status=429))
    with sheet.page.expect_response(lambda response: response.status == 429):
        pass
    sheet.ink()

    expect(sheet.figure("cpu")).not_to_have_text("–")
    expect(sheet.page.get_by_text("sans nouvelles")).to_be_hidden()


def test_an_image_that_a_proxy_takes_for_too_large_is_said_to_be(visit, sure_service):
    """It has no sentence of the service's; it is not sent once more, and its size is told."""
    sheet = visit(sure_service)
    sheet.page.route(
        "**/api/predict*", lambda route: route.fulfill(status=413, body="<h1>Too Large</h1>")
    )
    noise = Image.effect_noise((1200, 1200), 100)
    file = file_of(noise)
    sheet.drop(file, "image/png", how="drop")
    sheet.expect_says("heavy")

    size = re.escape(f"{len(file) / 1e6:.2g}".replace(".", ","))
    expect(sheet.status).to_contain_text(re.compile(rf"trop volumineuse \({size}\sMo\)"))


def test_what_is_not_answered_has_no_evidence(visit, sure_service):
    """The bars and what the model saw are not those of the drawing before."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, ONE)
    sheet.expect_says("guess")
    sheet.page.route("**/api/predict?live=1", lambda route: route.abort())
    draw_with_mouse(sheet.page, BAR)
    sheet.expect_says("silent")

    assert sheet.levels() == [0] * 10
    assert not is_seen(sheet)


def test_doubt_is_said_in_words(visit, unsure_service):
    """Under the threshold it says that it does not know, and what it would suppose."""
    sheet = visit(unsure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("doubt")

    expect(sheet.status).to_contain_text("Je ne sais pas.")
    expect(sheet.status).to_contain_text("Peut-être un 7")


def test_the_answer_is_quick(visit, service):
    """It is there 150 ms after the pen stops: the median of several, on a machine at work."""
    sheet = visit(service)
    sheet.page.evaluate("""() => {
        const note = document.querySelector("[data-part=note]");
        let lifted = 0;
        window.waits = [];
        addEventListener("pointerup", () => { lifted = performance.now(); }, true);
        new MutationObserver(() => {
            if (lifted && !note.classList.contains("is-stale") && note.dataset.says !== "idle") {
                window.waits.push(performance.now() - lifted);
                lifted = 0;
            }
        }).observe(note, {attributes: true, subtree: true, childList: true});
    }""")
    for _ in range(9):
        draw_with_mouse(sheet.page, SEVEN)
        expect(sheet.note).to_have_attribute("data-says", re.compile("guess|doubt|nothing"))
        expect(sheet.note).not_to_have_class(STALE)
        sheet.page.keyboard.press("Escape")
        sheet.expect_says("idle")

    waits = sorted(sheet.page.evaluate("window.waits"))
    assert len(waits) >= 9
    assert waits[len(waits) // 2] < 150, waits


def test_one_live_request_at_a_time(visit, sure_service):
    """However much is drawn, no second question is asked before the first is answered."""
    sheet = visit(sure_service)
    under_way, most = 0, 0

    def count(step):
        nonlocal under_way, most
        under_way += step
        most = max(most, under_way)

    def is_live(request):
        return "live=1" in request.url

    sheet.page.on("request", lambda request: count(is_live(request)))
    for end in ("requestfinished", "requestfailed"):
        sheet.page.on(end, lambda request: count(-is_live(request)))
    for _ in range(5):
        draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")

    assert most == 1


def test_heat_shows_what_speaks_for_the_digit(visit, service):
    """On request the strokes are coloured, with a legend, until something is drawn."""
    sheet = visit(service)
    heat = sheet.page.locator("[data-part=heat]")
    draw_with_mouse(sheet.page, SEVEN)
    expect(heat).to_be_hidden()
    sheet.why_button.click()
    expect(sheet.why_button).to_have_attribute("aria-pressed", "true")
    colours = heat.evaluate("""canvas => {
        const {width, height} = canvas;
        const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
        const colours = new Set();
        for (let i = 0; i < data.length; i += 4)
            if (data[i + 3] === 255) colours.add(`${data[i] >> 5} ${data[i + 1] >> 5} ${data[i + 2] >> 5}`);
        return colours.size;
    }""")

    assert colours > 4
    expect(sheet.page.get_by_text("pour", exact=True)).to_be_visible()
    expect(sheet.page.get_by_text("contre", exact=True)).to_be_visible()
    draw_with_mouse(sheet.page, BAR)
    expect(heat).to_be_hidden()
    expect(sheet.why_button).to_have_attribute("aria-pressed", "false")


def test_heat_lies_on_what_the_eraser_has_left(visit, service):
    """Where the ink is can be told, whatever was taken away from it."""
    sheet = visit(service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.page.get_by_title("Gomme").click()
    draw_with_mouse(sheet.page, [[(50, 950)]])
    sheet.why_button.click()
    expect(sheet.why_button).to_have_attribute("aria-pressed", "true")
    painted = sheet.page.locator("[data-part=heat]").evaluate("""canvas => canvas.getContext("2d")
        .getImageData(0, 0, canvas.width, canvas.height).data.some(level => level > 0)""")

    assert painted


def test_a_why_that_fails_takes_no_answer_away(visit, service):
    """Once the server is back, the answer is there again, and the button can be pressed once more."""
    sheet = visit(service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    sheet.page.route("**/api/explain", lambda route: route.abort())
    sheet.why_button.click()
    sheet.expect_says("silent")
    sheet.expect_says("told")
    sheet.page.unroute("**/api/explain")
    sheet.why_button.click()

    expect(sheet.why_button).to_have_attribute("aria-pressed", "true")
    sheet.expect_says("told")


def test_why_is_asked_once_at_a_time(visit, service):
    """A second press while it is busy asks nothing; a drawing that has changed has a button of its own."""
    sheet = visit(service)
    held = sheet.hold("**/api/explain")
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.why_button.click()
    sheet.why_button.click()
    draw_with_mouse(sheet.page, BAR)
    sheet.expect_says("guess")
    with sheet.page.expect_request("**/api/explain"):
        sheet.why_button.click()
    assert len(held) == 2
    held[1].continue_()
    expect(sheet.why_button).to_have_attribute("aria-pressed", "true")
    with sheet.page.expect_response("**/api/explain"):
        held[0].continue_()

    expect(sheet.why_button).to_have_attribute("aria-pressed", "true")


def test_to_ask_no_more_why_keeps_the_answer(visit, empty_service):
    """It is still the answer to what was sent, and can be corrected."""
    sheet = visit(empty_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    for pressed in ("true", "false"):
        sheet.why_button.click()
        expect(sheet.why_button).to_have_attribute("aria-pressed", pressed)

    expect(sheet.page.locator("[data-part=heat]")).to_be_hidden()
    sheet.expect_says("told")
    expect(sheet.bars.first).not_to_have_attribute("aria-disabled", "true")


def test_steps_lead_back_and_forth(visit, sure_service):
    """Stroke by stroke, over a clearing too, with buttons and with keys."""
    sheet = visit(sure_service)
    expect(sheet.undo_button).to_have_attribute("aria-disabled", "true")
    draw_with_mouse(sheet.page, SEVEN[:1])
    one = sheet.ink()
    draw_with_mouse(sheet.page, SEVEN[1:])
    two = sheet.ink()
    sheet.clear_button.click()
    sheet.expect_says("idle")

    sheet.undo_button.click()
    assert sheet.ink() == two
    sheet.page.keyboard.press("Control+z")
    assert sheet.ink() == one
    sheet.redo_button.click()
    assert sheet.ink() == two
    sheet.page.keyboard.press("Control+y")
    assert sum(sheet.ink()) == 0
    expect(sheet.redo_button).to_have_attribute("aria-disabled", "true")


def test_pens_have_widths(visit, sure_service):
    """A finer pen leaves less ink, a thicker one more."""
    sheet = visit(sure_service)
    inks = []
    for name in ("Stylo fin", "Stylo moyen", "Gros stylo"):
        sheet.page.get_by_title(name).click()
        draw_with_mouse(sheet.page, BAR)
        inks.append(sum(sheet.ink()))
        sheet.clear_button.click()

    assert inks[0] < 0.7 * inks[1] < inks[1] < 0.8 * inks[2]


def test_the_eraser_takes_ink_away(visit, sure_service):
    """Also that of the image that is sent; a sheet that is all erased is empty."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, BAR)
    before = sum(sheet.ink())
    sheet.page.get_by_title("Gomme").click()
    draw_with_mouse(sheet.page, [[(500, 400), (500, 600)]])

    assert 0 < sum(sheet.ink()) < 0.9 * before
    draw_with_mouse(sheet.page, [[(100, 500), (900, 500)]])
    assert sum(sheet.ink()) == 0


def test_who_clears_the_sheet_draws_with_a_pen(visit, sure_service):
    """The last one that was chosen: on an empty sheet an eraser leaves nothing to be seen."""
    sheet = visit(sure_service)
    sheet.page.get_by_title("Stylo fin").click()
    draw_with_mouse(sheet.page, BAR)
    sheet.page.get_by_title("Gomme").click()
    sheet.clear_button.click()

    expect(sheet.page.get_by_label("Stylo fin")).to_be_checked()
    draw_with_mouse(sheet.page, BAR)
    assert sum(sheet.ink()) > 0
    expect(sheet.canvas).not_to_have_class(re.compile("is-erasing"))


def test_what_is_rubbed_out_is_seen_no_more(visit, sure_service):
    """With the ink goes what was said of it, and shown of it."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, BAR)
    sheet.expect_says("guess")
    sheet.page.get_by_title("Gomme").click()
    draw_with_mouse(sheet.page, [[(100, 500), (900, 500)]])
    sheet.expect_says("idle")

    assert sheet.levels() == [0] * 10
    assert not is_seen(sheet)


def test_the_other_end_of_a_pen_erases(visit, sure_service):
    """As it does on paper."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, BAR)
    before = sum(sheet.ink())
    # Chromium's emulation has no such pen: the event is made on the page, of the pointer there.
    sheet.page.mouse.move(*on_sheet(sheet.page)((500, 500)))
    sheet.canvas.evaluate(
        """(canvas, [clientX, clientY]) =>
        ["pointerdown", "pointerup"].forEach((type, i) => canvas.dispatchEvent(new PointerEvent(type, {
            pointerId: 1, pointerType: "pen", isPrimary: true, buttons: 32 * (1 - i), clientX, clientY,
        })))""",
        on_sheet(sheet.page)((500, 500)),
    )

    assert sum(sheet.ink()) < before


@pytest.mark.parametrize("how", ["drop", "paste"])
def test_a_picture_can_be_given(visit, empty_service, how):
    """It lies on the sheet, is read at once, and is kept as it was; undo takes it away."""
    three = picture_of("3")
    sheet = visit(empty_service)
    sheet.drop(three, "image/png", how=how)
    sheet.expect_says("guess")
    assert sum(sheet.ink()) > 0

    assert sheet.send().headers["content-type"] == "image/png"
    sheet.expect_says("told")
    [kept] = empty_service.archive.glob("*.png")
    assert kept.read_bytes() == three
    sheet.undo_button.click()
    sheet.expect_says("idle")


def test_a_picture_can_be_chosen_and_drawn_on(visit, sure_service):
    """What is drawn on it is sent with it, in one image."""
    three = picture_of("3")
    sheet = visit(sure_service)
    chooser = sheet.page.get_by_label("Choisir une image")
    chooser.set_input_files({"name": "three.png", "mimeType": "image/png", "buffer": three})
    sheet.expect_says("guess")
    draw_with_mouse(sheet.page, BAR)
    request = sheet.send()

    assert request.headers["content-type"] == "application/json"
    sheet.expect_says("told")


BLACK, WHITE = [0, 0, 0, 255], [255, 255, 255, 255]
PAPERS = {
    "white": (("#fff", "#000"), BLACK),
    "in the shade": (("#555", "#111"), BLACK),
    "a board": (("#243", "#ddd"), WHITE),
}
"""Colours of a picture and of what is on it, and in which one draws there."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("colours", "drawn"), PAPERS.values(), ids=PAPERS)
def test_what_is_drawn_on_a_picture_is_seen_as_it_is_sent(
    visit, sure_service, scheme, colours, drawn
):
    """In black, and on a board in white, whatever the colours of the page; in the other where it is rubbed out."""
    paper, ink = colours
    picture = Image.new("RGB", (200, 200), paper)
    picture.paste(ink, (90, 40, 110, 160))
    sheet = visit(sure_service, color_scheme=scheme)
    sheet.drop(file_of(picture), "image/png", how="drop")
    sheet.expect_says("guess")
    draw_with_mouse(sheet.page, CORNER)
    sheet.ink()
    pixel = """canvas => {
        const one = Object.assign(document.createElement("canvas"), {width: 1, height: 1});
        const context = one.getContext("2d");
        context.drawImage(canvas, canvas.width * 0.14, canvas.height * 0.07, 1, 1, 0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data];
    }"""
    assert sheet.canvas.evaluate(pixel) == drawn
    sent = image_in(sheet.send()).convert("RGBA")
    assert list(sent.getpixel((sent.width * 14 // 100, sent.height * 7 // 100))) == drawn

    sheet.page.get_by_title("Gomme").click()
    draw_with_mouse(sheet.page, CORNER)
    sheet.ink()
    assert sheet.canvas.evaluate(pixel) == (WHITE if drawn == BLACK else BLACK)


def test_a_picture_is_sent_as_it_was_chosen(visit, empty_service, tmp_path):
    """Though its file is another by then."""
    file = tmp_path / "three.png"
    three = picture_of("3")
    file.write_bytes(three)
    sheet = visit(empty_service)
    sheet.page.get_by_label("Choisir une image").set_input_files(file)
    sheet.expect_says("guess")
    file.write_bytes(picture_of("1") + bytes(100))
    sheet.send()

    sheet.expect_says("told")
    [kept] = empty_service.archive.glob("*.png")
    assert kept.read_bytes() == three


def test_enter_sends_a_picture_that_was_chosen(visit, sure_service):
    """It does not ask for another one."""
    sheet = visit(sure_service)
    chooser = sheet.page.get_by_label("Choisir une image")
    chooser.focus()
    three = {"name": "three.png", "mimeType": "image/png", "buffer": picture_of("3")}
    chooser.set_input_files(three)
    sheet.expect_says("guess")
    sheet.page.keyboard.press("Enter")

    sheet.expect_says("told")


def test_a_large_picture_on_transparent_paper_stays_so(visit, empty_service):
    """It is sent smaller, and its paper is not black."""
    sheet = visit(empty_service)
    large = Image.new("RGBA", (2000, 1000))
    large.paste("black", (900, 200, 1100, 800))
    sheet.drop(file_of(large), "image/png", how="drop")
    sheet.expect_says("guess")
    sheet.send()
    sheet.expect_says("told")
    [kept] = empty_service.archive.glob("*.png")

    with Image.open(kept) as sent:
        assert sent.size == (1600, 800)
        assert sent.getpixel((0, 0))[3] == 0
        assert sent.getpixel((800, 400)) == (0, 0, 0, 255)


def test_a_large_picture_of_one_row_is_a_picture(visit, service):
    """It shows no digit, and is none that the browser can not read."""
    sheet = visit(service)
    sheet.drop(file_of(Image.new("L", (5000, 1), 255)), "image/png", how="drop")

    sheet.expect_says("unsure")
    expect(sheet.status).to_contain_text("Rien n'est dessiné")


@pytest.mark.parametrize(
    ("format_", "type_"),
    [("AVIF", "image/avif"), ("AVIF", "image/jpeg"), ("PNG", ""), ("PNG", "image/jpeg")],
)
def test_what_the_browser_shows_is_read(visit, service, format_, type_):
    """Formats that the service does not take are sent as PNG, and all others as what they are, whatever their name."""
    sheet = visit(service)
    three = Image.open(io.BytesIO(picture_of("3"))).convert("RGB")
    sheet.drop(file_of(three, format_), type_, how="drop")
    sheet.expect_says("guess")

    assert sheet.send().headers["content-type"] == "image/png"
    sheet.expect_says("told")
    expect(sheet.digit).to_have_text("3")


def test_a_phone_takes_photos(visit, sure_service):
    """There is a button that opens its camera; on a desk there is none."""
    camera = "label:has([capture=environment])"
    expect(visit(sure_service, **PHONE).page.locator(camera)).to_be_visible()
    expect(visit(sure_service).page.locator(camera)).to_be_hidden()


def test_a_file_that_is_no_picture_is_said(visit, sure_service):
    """And leaves the drawing as it is."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, ONE)
    before = sheet.ink()
    sheet.drop(b"no picture", "text/plain", how="drop")
    sheet.expect_says("no-picture")

    assert sheet.ink() == before
    expect(sheet.status).to_contain_text("Ce navigateur ne sait pas lire ce fichier")


_PASTE_A_CELL = """field => {
    const data = new DataTransfer();
    data.items.add(new File(["of the cell"], "image.png", {type: "image/png"}));
    data.setData("text/plain", "a token");
    return field.dispatchEvent(
        new ClipboardEvent("paste", {bubbles: true, cancelable: true, clipboardData: data}));
}"""


def test_text_with_a_picture_of_it_goes_into_a_field(visit, sure_service):
    """A token that is copied from a table is no picture for the sheet, where one is to be written."""
    sheet = visit(sure_service)
    field, elsewhere = sheet.page.locator("[data-part=key]"), sheet.canvas

    assert field.evaluate(_PASTE_A_CELL) is True
    assert elsewhere.evaluate(_PASTE_A_CELL) is False


def test_who_clears_an_empty_sheet_clears_the_note(visit, sure_service):
    """What was said of a file that is no picture goes away."""
    sheet = visit(sure_service)
    sheet.clear_button.click()
    sheet.drop(b"no picture", "text/plain", how="drop")
    sheet.expect_says("no-picture")
    sheet.clear_button.click()

    sheet.expect_says("idle")


def test_to_clear_an_empty_sheet_is_no_step(visit, sure_service):
    """There is nothing that could be undone."""
    sheet = visit(sure_service)
    sheet.page.keyboard.press("Escape")
    sheet.ink()

    expect(sheet.undo_button).to_have_attribute("aria-disabled", "true")


def test_only_a_file_is_waited_for(visit, sure_service):
    """The sheet is framed while one is dragged over the page, and not for text that is moved."""
    sheet = visit(sure_service)
    frame = re.compile("is-target")
    drag = """(sheet, item) => {
        const data = new DataTransfer();
        if (item === "file") data.items.add(new File(["x"], "file"));
        else data.setData("text/plain", item);
        const event = new DragEvent("dragover", {bubbles: true, cancelable: true, dataTransfer: data});
        return !sheet.dispatchEvent(event);
    }"""
    box = sheet.page.locator("[data-part=sheet]")
    assert box.evaluate(drag, "text") is False
    expect(box).not_to_have_class(frame)

    assert box.evaluate(drag, "file") is True
    expect(box).to_have_class(frame)


_HOLD_PICTURES = """() => {
    const read = window.createImageBitmap.bind(window);
    window.held = [];
    window.createImageBitmap = (...file) =>
        new Promise(done => window.held.push(() => done(read(...file))));
}"""
# What comes after a picture is read takes as long for another file of its size, asked for later.
_RELEASE = """async number => {
    window.held[number]();
    await new Promise(done => setTimeout(done));
    const pixels = new Uint8ClampedArray(4 * 280 * 280);
    const canvas = new OffscreenCanvas(280, 280);
    canvas.getContext("2d").putImageData(new ImageData(pixels, 280), 0, 0);
    const file = await canvas.convertToBlob();
    for (let i = 0; i < 5; i += 1) {
        await new Promise(done => {
            const reader = new FileReader();
            reader.onload = done;
            reader.readAsDataURL(file);
        });
    }
}"""


def test_a_slow_picture_hides_no_later_one(visit, empty_service):
    """Whichever is read first, the one that was given last is on the sheet."""
    sheet = visit(empty_service)
    sheet.page.evaluate(_HOLD_PICTURES)
    for digit in "13":
        sheet.drop(picture_of(digit), "image/png", how="drop")
    for number in (1, 0):
        sheet.page.evaluate(_RELEASE, number)

    sheet.send()
    sheet.expect_says("told")
    [kept] = empty_service.archive.glob("*.png")
    assert kept.read_bytes() == picture_of("3")
    sheet.undo_button.click()
    expect(sheet.undo_button).to_have_attribute("aria-disabled", "true")


def test_a_slow_picture_hides_nothing_that_was_drawn_meanwhile(visit, sure_service):
    """Who does not wait for it has it no more."""
    sheet = visit(sure_service)
    sheet.page.evaluate(_HOLD_PICTURES)
    sheet.drop(picture_of("1"), "image/png", how="drop")
    draw_with_mouse(sheet.page, BAR)
    before = sheet.ink()
    sheet.page.evaluate(_RELEASE, 0)

    assert sheet.ink() == before


def test_a_picture_that_comes_too_late_is_said_to_be(visit, sure_service):
    """Once the hand rests: it still draws when the picture is there."""
    sheet = visit(sure_service)
    at = on_sheet(sheet.page)
    sheet.page.evaluate(_HOLD_PICTURES)
    sheet.drop(picture_of("1"), "image/png", how="drop")
    sheet.page.mouse.move(*at((200, 500)))
    sheet.page.mouse.down()
    sheet.page.evaluate(_RELEASE, 0)
    sheet.page.mouse.move(*at((800, 500)))
    sheet.page.mouse.up()

    sheet.expect_says("late-picture")
    expect(sheet.status).to_contain_text("La feuille a changé avant que l’image soit chargée.")


def test_a_late_answer_does_not_take_it_back(visit, sure_service):
    """What is said of a file is not replaced by the answer to the drawing, still on its way."""
    sheet = visit(sure_service)
    sheet.page.route("**/api/predict?live=1", lambda _: None)  # never answered
    with sheet.page.expect_request("**/api/predict?live=1"):
        draw_with_mouse(sheet.page, ONE)
    with sheet.page.expect_event("requestfailed"):  # the page no longer waits for it
        sheet.drop(b"no picture", "text/plain", how="drop")
    sheet.expect_says("no-picture")


def test_nor_does_the_answer_to_what_was_sent(visit, sure_service):
    """The drawing can be sent once more; why the file is not there is told once only."""
    sheet = visit(sure_service)
    sheet.hold("**/api/predict")
    draw_with_mouse(sheet.page, ONE)
    sheet.send()
    sheet.drop(b"no picture", "text/plain", how="drop")
    sheet.expect_says("no-picture")
    with sheet.page.expect_request("**/api/images?*"):  # the page has had the answer
        sheet.page.unroute("**/api/predict")
    sheet.expect_says("no-picture")
    sheet.send()
    sheet.expect_says("told")


def test_a_picture_with_nothing_on_it_is_said_to_be_blank(visit, sure_service):
    """Whoever has given one is not invited to draw."""
    sheet = visit(sure_service)
    sheet.drop(file_of(Image.new("L", (200, 200), 255)), "image/png", how="drop")
    sheet.expect_says("unsure")

    expect(sheet.status).to_contain_text("Rien n'est dessiné sur l'image.")


def ink_on_nothing(colour):
    """Return a PNG file of a bar on transparent paper."""
    picture = Image.new("RGBA", (200, 200))
    picture.paste(colour, (80, 20, 120, 180))
    return file_of(picture)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["black", "white"])
def test_ink_on_transparent_paper_is_seen(visit, sure_service, scheme, colour):
    """On paper and on slate, and in the image that is sent once something is drawn on it."""
    sheet = visit(sure_service, color_scheme=scheme)
    sheet.drop(ink_on_nothing(colour), "image/png", how="drop")
    sheet.expect_says("guess")
    sheet.ink()
    row = sheet.canvas.evaluate("""canvas => [...canvas.getContext("2d").getImageData(
        0, canvas.height / 2, canvas.width, 1).data]""")
    pixels = [tuple(row[i : i + 4]) for i in range(0, len(row), 4)]
    ink, paper = pixels[len(pixels) // 2], pixels[len(pixels) // 5]
    assert {ink, paper} == {(0, 0, 0, 255), (255, 255, 255, 255)}

    draw_with_mouse(sheet.page, [[(50, 50)]])
    sent = image_in(sheet.send()).convert("L")
    assert {sent.getpixel((280, 280)), sent.getpixel((112, 280))} == {0, 255}


def test_the_load_is_drawn_over_time(visit, sure_service):
    """The charts grow by a point every two seconds, and not while nobody looks."""
    sheet = visit(sure_service)
    page = sheet.page
    line = page.locator("[data-chart=cpu] .line")
    expect(line).to_have_attribute("d", re.compile(r"^M28 .*L29 .*L30 "), timeout=15_000)
    page.clock.install()
    before = line.get_attribute("d")
    expect(line).not_to_have_attribute("d", before, timeout=15_000)  # from now on by that clock
    page.evaluate(_LOOK, arg=False)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.run_for(60_000)
    page.evaluate("async () => (await fetch('healthz')).ok")  # nothing was asked before this
    assert [url.rsplit("/", 1)[-1] for url in asked] == ["healthz"]
    with page.expect_request("**/api/system_info"):
        page.evaluate(_LOOK, arg=True)
