"""The page is for everyone: any screen, any colours, both languages, with or without a mouse."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from tests.adapters.images.pictures import file_of
from tests.chromium import launch
from tests.e2e.conftest import PHONE
from tests.e2e.digit_page import DigitPage
from tests.e2e.hand import SEVEN, draw_with_finger, draw_with_mouse

pytestmark = pytest.mark.browser

# Width and height of the window in CSS pixels: a zoom of 200 % halves both.
WINDOWS = {
    "smallest": (320, 568),
    "phone": (360, 740),
    "smallest sideways": (568, 320),
    "phone sideways": (740, 360),
    "large phone sideways": (915, 412),
    "narrowest of two columns": (740, 1000),
    "small tablet": (768, 1024),
    "tablet": (820, 1180),
    "tablet sideways": (1024, 768),
    "laptop at 200 %": (640, 400),
    "square screen at 200 %": (640, 512),
    "small window": (600, 500),
    "laptop": (1280, 800),
    "4K": (3840, 2160),
}


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
def test_letters_may_be_twice_as_large(browser, sure_service, locale):
    """On a phone, too, nothing sticks out to the side then, or lies on anything else."""
    large = launch(browser.browser_type, "--blink-settings=defaultFontSize=32")
    sheet = DigitPage(large.new_page(**PHONE | {"locale": locale}))
    sheet.page.goto(sure_service.url)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    expect(sheet.kept.first).to_be_visible()
    width = sheet.page.evaluate("document.documentElement.scrollWidth")
    parts = boxes(sheet, "h1", ".languages", "[data-part=canvas]", ".tray", ".tools", ".note")
    large.close()

    assert width <= 360
    assert overlaps(parts) == []


# The first as it is, the others less what a browser's bars take away.
PHONES = [(360, 740), (375, 553), (360, 580), (360, 640), (390, 664)]


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_every_window_shows_the_whole_page(visit, sure_service, window):
    """Nothing sticks out to the side or lies on anything else, and the sheet is square and in the window."""
    width, height = window
    sheet = visit(sure_service, viewport={"width": width, "height": height})
    expect(sheet.canvas).to_be_in_viewport(ratio=1)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")

    assert sheet.page.evaluate("document.documentElement.scrollWidth") <= width
    parts = boxes(
        sheet,
        "header",
        "[data-part=canvas]",
        ".tray",
        ".tools",
        ".note",
        ".evidence",
        ".machine",
        ".history",
        "footer",
    )
    assert all(p["x"] >= 0 and p["x"] + p["width"] <= width for p in parts)
    assert overlaps(parts) == []
    buttons = boxes(sheet, "[data-part=clear]", "[data-part=send]")
    assert overlaps([*buttons, *boxes(sheet, ".note", ".evidence")]) == []
    assert buttons[1]["x"] + buttons[1]["width"] <= parts[3]["x"] + parts[3]["width"] + 0.5
    figures = boxes(
        sheet,
        *(f".gauge:nth-of-type({i}) {tag}" for i in (1, 2) for tag in ("label", "span", "svg")),
    )
    [machine] = boxes(sheet, ".machine")
    assert all(f["x"] + f["width"] <= machine["x"] + machine["width"] + 0.5 for f in figures)
    assert overlaps(figures) == []
    assert parts[1]["width"] == pytest.approx(parts[1]["height"], abs=0.5)
    assert parts[1]["width"] >= 200


@pytest.mark.parametrize("window", [w for w in WINDOWS.values() if w[0] > w[1]], ids=str)
def test_the_frame_of_the_slate_lies_on_nothing(visit, sure_service, window):
    """In the dark the sheet has a wooden edge, which has room between its neighbours and in the window."""
    width, height = window
    viewport = {"width": width, "height": height}
    sheet = visit(sure_service, viewport=viewport, color_scheme="dark")
    frame = sheet.canvas.evaluate("""sheet => {
        const {x, y, width, height} = sheet.getBoundingClientRect();
        const edge = 0.6 * parseFloat(getComputedStyle(document.documentElement).fontSize);
        return {x: x - edge, y: y - edge, width: width + 2 * edge, height: height + 2 * edge};
    }""")

    assert overlaps([frame, *boxes(sheet, "header", ".tray", ".tools", ".note")]) == []
    assert frame["y"] + frame["height"] <= height


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_held_sideways_shows_every_tool(visit, sure_service, scheme):
    """The camera, which is the last, stands in the window with the others."""
    size = {"viewport": {"width": 740, "height": 360}}
    sheet = visit(sure_service, **PHONE | size, color_scheme=scheme)

    expect(sheet.page.locator(".is-camera")).to_be_in_viewport(ratio=1)


def boxes(sheet, *selectors):
    """Return where parts of the page are."""
    return [sheet.page.locator(selector).bounding_box() for selector in selectors]


def overlaps(boxes):
    """Return the pairs of boxes that overlap."""
    return [(a, b) for a in boxes for b in boxes if a is not b and overlap(a, b)]


def overlap(a, b):
    """Say whether two boxes have more than an edge in common."""
    return all(
        a[start] + a[size] > b[start] + 1 and b[start] + b[size] > a[start] + 1
        for start, size in (("x", "width"), ("y", "height"))
    )


def visit_by_phone(visit, service, window, scheme):
    """Return the page as a phone with such a window shows it, light or dark."""
    width, height = window
    size = {"viewport": {"width": width, "height": height}}
    return visit(service, **PHONE | size, color_scheme=scheme)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", PHONES, ids=str)
def test_a_phone_shows_sheet_buttons_and_answer_at_once(visit, sure_service, window, scheme):
    """On a phone nobody has to scroll to draw, send and read; the buttons suit a thumb."""
    sheet = visit_by_phone(visit, sure_service, window, scheme)
    draw_with_finger(sheet.page, SEVEN)
    sheet.expect_says("guess")
    expect(sheet.note).to_be_in_viewport(ratio=1)
    sheet.send_button.tap()
    sheet.expect_says("told")

    expect(sheet.canvas).to_be_in_viewport(ratio=1)
    assert sheet.canvas.bounding_box()["width"] >= 0.7 * window[0]
    expect(sheet.status).to_be_in_viewport(ratio=1)
    for button in (sheet.send_button, sheet.clear_button):
        expect(button).to_be_in_viewport(ratio=1)
        assert button.bounding_box()["height"] >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("window", PHONES, ids=str)
def test_a_phone_shows_why_there_is_no_answer(visit, sure_service, window, scheme):
    """What is said in the most words ends in the window, too, and nobody has to scroll for it."""
    sheet = visit_by_phone(visit, sure_service, window, scheme)
    sheet.drop(b"words", "text/plain", how="drop")
    sheet.expect_says("no-picture")
    expect(sheet.note).to_be_in_viewport(ratio=1)
    sheet.page.route("**/api/predict*", lambda route: route.abort())
    draw_with_finger(sheet.page, SEVEN)
    sheet.expect_says("silent")
    expect(sheet.note).to_be_in_viewport(ratio=1)
    sheet.page.unroute_all()
    sheet.page.route("**/api/predict*", lambda route: route.fulfill(status=413, body="Too Large"))
    sheet.send_button.tap()
    sheet.expect_says("heavy")
    expect(sheet.note).to_be_in_viewport(ratio=1)


def test_keys_send_and_clear(visit, sure_service):
    """Enter sends and Escape clears, wherever the focus is not on something else's Enter."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.page.keyboard.press("Enter")
    sheet.expect_says("told")
    sheet.page.keyboard.press("Escape")

    sheet.expect_says("idle")
    assert sum(sheet.ink()) == 0


def test_enter_sends_what_was_drawn_after_a_button_was_pressed(visit, sure_service):
    """The button that was pressed last is not pressed once more."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.clear_button.click()
    draw_with_mouse(sheet.page, SEVEN)
    sheet.page.keyboard.press("Enter")

    sheet.expect_says("told")


def test_the_keyboard_reaches_everything_in_order(visit, sure_service):
    """Tab leads from part to part as they are seen; the focus is seen, and stays where it was."""
    sheet = visit(sure_service)
    order = [
        "English",
        "Feuille à dessin",
        "Stylo moyen",
        "Choisir une image",
        "Effacer",
        "Envoyer",
    ]
    reached = [reach(sheet.page, name) for name in order]

    assert reached == order
    expect(sheet.send_button).to_have_css("outline-style", "solid")


def reach(page, name):
    """Press Tab until the focus is on what has this name; return the name, or where it ended."""
    for _ in range(6):
        page.keyboard.press("Tab")
        focused = page.evaluate("""() => {
            const focus = document.activeElement;
            return focus.ariaLabel ?? focus.labels?.[0]?.textContent ?? focus.textContent;
        }""")
        if name in focused:
            return name
    return focused


def test_no_step_of_the_keyboard_leads_to_nothing(visit, sure_service):
    """What can not be corrected is passed over."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.send_button.focus()
    sheet.page.keyboard.press("Tab")

    expect(sheet.why_button).to_be_focused()


def test_all_can_be_done_with_the_keyboard_alone(visit, sure_service):
    """Draw with the arrows, take a step back, send, correct: no mouse is needed."""
    sheet = visit(sure_service)
    keys = sheet.page.keyboard
    sheet.canvas.focus()
    for key in ["ArrowUp"] * 5 + [" "] + ["ArrowDown"] * 10 + [" "] + ["ArrowRight"] * 3:
        keys.press(key)
    sheet.expect_says("guess")
    ink = sheet.ink()
    assert ink[28 * 14 + 14] > 0
    assert ink[28 * 14 + 17] == 0

    keys.press("Control+z")
    assert sum(sheet.ink()) == 0
    keys.press("Control+Shift+z")
    assert sheet.ink() == ink
    keys.press("Enter")
    sheet.expect_says("told")
    expect(sheet.canvas).to_be_focused()
    reach(sheet.page, "Envoyer")
    reach(sheet.page, "C’était un 1")
    keys.press("Enter")
    expect(sheet.thanks).to_contain_text("1")


def test_the_pen_of_the_keys_is_heard(visit, sure_service):
    """Whether it is down is read aloud when that changes, and not with each step."""
    sheet = visit(sure_service)
    said = sheet.page.locator("[data-part=pen-said]")
    expect(said).to_have_role("status")
    sheet.canvas.focus()
    for key, words in [
        ("Space", "Stylo posé."),
        ("ArrowDown", "Stylo posé."),
        ("Space", "Stylo levé."),
        ("Space", "Stylo posé."),
        ("Enter", "Stylo levé."),
    ]:
        sheet.page.keyboard.press(key)
        expect(said).to_have_text(words)
    sheet.page.keyboard.press("Escape")

    expect(said).to_be_empty()


def test_escape_has_other_uses_elsewhere(visit, empty_service):
    """Who closes the list of digits of a kept drawing, or is at another of its controls, keeps the sheet."""
    sheet = visit(empty_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    expect(sheet.kept).to_have_count(1)
    before = sheet.ink()
    for control in ("select", ".erase"):
        sheet.kept.first.locator(control).focus()
        sheet.page.keyboard.press("Escape")

    assert sheet.ink() == before
    sheet.send_button.focus()
    sheet.page.keyboard.press("Escape")
    assert sum(sheet.ink()) == 0


def test_a_step_back_lifts_the_pen_of_the_keys(visit, sure_service):
    """What it was drawing is gone: the arrows move it over the paper."""
    sheet = visit(sure_service)
    sheet.canvas.focus()
    for key in ("Space", "ArrowDown", "ArrowDown", "Control+z", "ArrowDown"):
        sheet.page.keyboard.press(key)

    assert sum(sheet.ink()) == 0
    expect(sheet.page.locator("[data-part=cursor]")).not_to_have_class(re.compile("is-down"))


@pytest.mark.parametrize(
    ("locale", "send", "certainty"),
    [
        ("fr-FR", "Envoyer", "75,32 %"),
        ("en-GB", "Send", "75.32%"),
        ("ja-JP", "Envoyer", "75,32 %"),
    ],
)
def test_the_page_speaks_the_reader_s_language(visit, sure_service, locale, send, certainty):
    """It is in English for those who ask for it and in French for all others, numbers too."""
    sheet = visit(sure_service, locale=locale)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.page.get_by_role("button", name=send).click()
    sheet.expect_says("told")

    assert re.sub(r"\s", " ", sheet.certainty.text_content()) == certainty
    expect(sheet.page.locator("html")).to_have_attribute("lang", locale[:2].replace("ja", "fr"))


def test_nothing_is_left_untranslated(visit, sure_service):
    """The English page has no French sentence, in no state that it may come to."""
    french = visit(sure_service)
    english = visit(sure_service, locale="en-GB")
    sentences = """[...document.body.querySelectorAll("*")]
        .flatMap(e => e.content ? [...e.content.querySelectorAll("*")] : [e])
        .flatMap(e => [e.ariaLabel, ...[...e.childNodes].filter(n => n.nodeType === 3)
            .map(n => n.textContent)])
        .map(text => (text ?? "").trim()).filter(text => /[a-z]{2}/i.test(text))"""
    brand = {"SwagDigitClassifier", "FR", "EN", "Français", "English"}

    assert set(french.page.evaluate(sentences)) & set(english.page.evaluate(sentences)) == brand


def test_the_dark_scheme_is_a_slate(visit, sure_service):
    """In the dark the desk and the sheet are dark, the ink is light, also when it changes."""
    sheet = visit(sure_service, color_scheme="light")
    draw_with_mouse(sheet.page, SEVEN)
    light = brightness_of_ink(sheet)
    sheet.page.emulate_media(color_scheme="dark")
    dark = brightness_of_ink(sheet)

    assert light < 80
    assert dark > 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_of_one_s_own_leave_everything_to_be_seen(visit, empty_service, scheme):
    """In a contrast theme, what is told by a background is there: pens, bars and pressed buttons."""
    sheet = visit(empty_service, forced_colors="active", color_scheme=scheme)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    expect(sheet.kept).to_have_count(1)
    style = "(element, [name, pseudo]) => getComputedStyle(element, pseudo)[name]"

    def colour(selector, name="backgroundColor", pseudo=None):
        return sheet.page.locator(selector).first.evaluate(style, [name, pseudo])

    accent = "html => getComputedStyle(html).getPropertyValue('--accent')"
    assert sheet.page.locator("html").evaluate(accent) == "Highlight"
    paper = colour("body")
    assert colour(".nib.is-10") != paper
    assert colour(".bar:not(.is-most) .level", pseudo="::before") != paper
    assert colour(".seen", "color") != paper
    for pressed in (".button.is-main", ".tool:has(:checked)", ".languages [aria-current]"):
        assert colour(pressed) not in {paper, colour(pressed, "color")}
    assert colour(".erase", "color") == paper != colour(".erase")
    assert colour(".erase", "forcedColorAdjust") == "none"  # else its text would stand in a box


def test_ink_is_dark_on_paper(visit, sure_service):
    """Who prints from a slate has no chalk on white paper, and the slate again afterwards."""
    sheet = visit(sure_service, color_scheme="dark")
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.ink()
    sheet.page.evaluate(f"""() => {{
        const [sheet, seen] = ["canvas", "seen"].map(
            name => document.querySelector(`[data-part=${{name}}]`));
        window.addEventListener("beforeprint", () => {{
            window.printed = [({_BRIGHTNESS})(sheet), ({_DARKEST})(seen)];
        }});
    }}""")
    sheet.page.pdf()

    assert max(sheet.page.evaluate("window.printed")) < 80
    assert brightness_of_ink(sheet) > 200


def test_paper_asks_for_nothing(visit, sure_service):
    """Where the page asks which digit it was, a print names the bars."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    question, name = sheet.page.locator(".is-asking"), sheet.page.locator("#bars-title .is-idle")
    expect(question).to_be_visible()
    sheet.page.emulate_media(media="print")

    expect(question).to_be_hidden()
    expect(name).to_be_visible()


_DARKEST = """canvas => {
    const {data} = canvas.getContext("2d").getImageData(0, 0, 28, 28);
    return Math.min(...[...data.keys()].filter(i => i % 4 === 0 && data[i + 3] > 0).map(i => data[i]));
}"""
_BRIGHTNESS = """canvas => {
    const pixel = new OffscreenCanvas(1, 1).getContext("2d");
    pixel.drawImage(canvas, -0.5 * canvas.width, -0.15 * canvas.height);
    const [red, green, blue] = pixel.getImageData(0, 0, 1, 1).data;
    return (red + green + blue) / 3;
}"""


def brightness_of_ink(sheet):
    """Return the mean of red, green and blue in the upper bar of the seven."""
    sheet.ink()  # waits until it is dry
    return sheet.canvas.evaluate(_BRIGHTNESS)


def test_nobody_is_invited_while_one_draws(visit, sure_service):
    """The answer goes away with the next stroke, and the invitation in its place is not read aloud."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    sheet.page.route("**/api/predict?live=1", lambda _: None)  # never answered
    expect(sheet.status).to_have_attribute("aria-live", "polite")
    draw_with_mouse(sheet.page, SEVEN[:1])

    expect(sheet.status).to_contain_text("À vous de jouer")
    expect(sheet.status).to_have_attribute("aria-live", "off")
    sheet.clear_button.click()
    sheet.send_button.click()
    expect(sheet.status).to_have_attribute("aria-live", "polite")


def test_nothing_moves_for_those_who_do_not_want_it(visit, sure_service):
    """With reduced motion the answer is there at once, without an animation."""
    sheet = visit(sure_service, reduced_motion="reduce")
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")

    assert sheet.page.evaluate("document.getAnimations().length") == 0


_STICKING_OUT = """note => {
    const {left, right} = note.getBoundingClientRect();
    const {paddingLeft, paddingRight} = getComputedStyle(note);
    const texts = [...note.querySelectorAll(".said :is(strong, span, em)")];
    return texts.filter(text => !text.closest(".unseen")).filter(text => {
        const range = document.createRange();
        range.selectNodeContents(text);
        return [...range.getClientRects()].some(({left: from, right: to}) =>
            from < left + parseFloat(paddingLeft) - 1 || to > right - parseFloat(paddingRight) + 1);
    }).map(text => text.textContent);
}"""
# As a reader may have it: https://www.w3.org/TR/WCAG22/#text-spacing
_SPACING = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
NARROW = [(320, 568), (390, 664), (568, 320), (640, 360), (844, 390), (736, 1000), (820, 1180)]


@pytest.mark.parametrize(("width", "height"), NARROW)
def test_the_largest_certainty_has_room_on_the_note(visit, sure_service, width, height):
    """Also with more space between letters and words."""
    sheet = visit(sure_service, viewport={"width": width, "height": height})
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    sheet.certainty.evaluate("text => { text.textContent = '100,00\\u202f%'; }")
    assert sheet.note.evaluate(_STICKING_OUT) == []

    sheet.page.evaluate(_SPACING)
    assert sheet.note.evaluate(_STICKING_OUT) == []


@pytest.mark.parametrize(("width", "height"), NARROW)
def test_the_longest_word_has_room_on_the_note(visit, sure_service, width, height):
    """On a phone held sideways, too, where the note is narrow."""
    sheet = visit(sure_service, viewport={"width": width, "height": height})
    sheet.page.route("**/api/predict*", lambda route: route.fulfill(status=413, body="Too Large"))
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("heavy")

    assert sheet.note.evaluate(_STICKING_OUT) == []


_COLOURS = """(element, names) => {
    const pixel = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
    const style = getComputedStyle(element);
    return names.map(name => {
        pixel.fillStyle = style.getPropertyValue(name);
        pixel.fillRect(0, 0, 1, 1);
        return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
    });
}"""


def contrast(*colours):
    """Return how much two colours differ, as WCAG counts it: 1 to 21."""
    linear = [
        [(c / 255 / 12.92) if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
        for colour in colours
    ]
    low, high = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in linear
    )
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_pale_words_are_seen(visit, empty_service, scheme):
    """The edges of what one writes or chooses in, 3 to 1, and what is said of an older drawing, 4.5."""
    sheet = visit(empty_service, color_scheme=scheme)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    expect(sheet.kept).to_have_count(1)
    for control, around in [(".kept select", "--card"), (".key input", "--desk")]:
        names = ["border-top-color", around]
        assert contrast(*sheet.page.locator(control).first.evaluate(_COLOURS, names)) >= 3

    sheet.note.evaluate("note => note.classList.add('is-stale')")
    opacity = float(sheet.status.evaluate("said => getComputedStyle(said).opacity"))
    ink, paper = sheet.note.evaluate(_COLOURS, ["--note-text", "--note"])
    pale = [opacity * a + (1 - opacity) * b for a, b in zip(ink, paper, strict=True)]
    assert contrast(pale, paper) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_serious(visit, sure_service, unsure_service, scheme, options):
    """Neither before nor after an answer, nor with a heat map, nor beside a refusal."""
    for service, said in [(sure_service, "told"), (unsure_service, "unsure")]:
        sheet = visit(service, color_scheme=scheme, reduced_motion="reduce", **options)
        assert serious_findings(sheet) == []
        draw_with_mouse(sheet.page, SEVEN)
        sheet.send()
        sheet.expect_says(said)
        expect(sheet.kept.first).to_be_visible()
        assert serious_findings(sheet) == []
        sheet.why_button.click()
        expect(sheet.why_button).to_have_attribute("aria-pressed", "true")
        assert serious_findings(sheet) == []


def serious_findings(sheet):
    """Return what axe-core finds serious or critical."""
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    violations = Axe().run(sheet.page, options=rules).response["violations"]
    return [
        (v["id"], [node["html"] for node in v["nodes"]])
        for v in violations
        if v["impact"] in {"serious", "critical"}
    ]


def test_the_page_is_light(visit, empty_service):
    """All that is loaded weighs less than 100 kB, and nothing shifts while it comes in."""
    page = visit(empty_service).page
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate("""Object.fromEntries(
        [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
            .map(entry => [entry.name, entry.transferSize]))""")

    assert len(sizes) > 8
    assert sum(sizes.values()) < 100_000, sizes
    assert shifts(page) == []


def test_nothing_shifts_while_one_draws_and_sends(visit, sure_service):
    """Answers, bars and thanks come where there is room for them."""
    sheet = visit(sure_service)
    expect(sheet.page.locator("[data-chart=cpu] .line")).to_have_attribute("d", re.compile("M"))
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.page.wait_for_timeout(600)  # a shift soon after a click is not counted
    sheet.clear_button.click()
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")

    assert [shift for shift in shifts(sheet.page) if shift > 0.01] == []


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("width", [360, 820, 1280])
def test_an_answer_moves_no_button(visit, sure_service, width, locale):
    """The digits that correct it are where they were before it came."""
    sheet = visit(sure_service, viewport={"width": width, "height": 800}, locale=locale)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    before = boxes(sheet, "[data-digit='0']", "[data-digit='9']", "[data-part=why]", ".evidence")
    sheet.send()
    sheet.expect_says("told")
    expect(sheet.bars.first).not_to_have_attribute("aria-disabled", "true")

    after = boxes(sheet, "[data-digit='0']", "[data-digit='9']", "[data-part=why]", ".evidence")
    assert after == before


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB"])
@pytest.mark.parametrize("size", [(360, 740), (740, 360), (768, 1024), (1280, 800), (1440, 900)])
def test_thanks_move_nothing(visit, sure_service, size, locale):
    """Who has pressed the wrong digit finds the right one where it was; the page under it stays, too."""
    width, height = size
    sheet = visit(sure_service, viewport={"width": width, "height": height}, locale=locale)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    expect(sheet.kept.first).to_be_visible()
    sheet.bars.nth(3).focus()  # on a phone it is reached by scrolling
    parts = ["[data-digit='3']", "[data-part=why]", ".evidence", ".machine", ".history"]
    before = boxes(sheet, *parts)
    sheet.bars.nth(3).click()
    expect(sheet.thanks).to_contain_text("3")

    assert boxes(sheet, *parts) == before
    expect(sheet.page.get_by_role("group", name=re.compile("Erreur|Wrong"))).to_be_visible()
    assert overlaps(boxes(sheet, ".caption", ".seen", "[data-part=why]")) == []


def test_who_waits_for_the_scripts_is_told_so(visit, sure_service):
    """On a slow network nothing looks ready that is not: no stroke is lost unseen."""
    sheet = visit(sure_service)
    waiting = sheet.page.get_by_text("Un instant…")
    scripts = sheet.hold("**/js/strokes.js")
    with sheet.page.expect_request("**/js/strokes.js"):
        sheet.page.reload(wait_until="commit")
    expect(waiting).to_have_css("opacity", "1")
    assert sheet.page.locator("[inert]").evaluate_all(
        "parts => parts.map(part => part.className)"
    ) == ["sheet is-empty", "tray", "tools"]

    scripts.pop().continue_()
    expect(waiting).to_have_css("opacity", "0")
    expect(sheet.page.get_by_text("Dessinez ici")).to_have_css("opacity", "1")
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")


def test_who_has_no_scripts_waits_for_nothing(visit, sure_service):
    """The page says what it needs, and not that it comes."""
    sheet = visit(sure_service, java_script_enabled=False)

    expect(sheet.page.locator("noscript p")).to_be_visible()
    expect(sheet.page.get_by_text("Un instant…")).to_be_hidden()


def shifts(page):
    """Return how much the layout has shifted, each time that it did."""
    return page.evaluate("""new Promise(done => {
        new PerformanceObserver(list => done(list.getEntries().map(entry => entry.value)))
            .observe({type: "layout-shift", buffered: true});
        setTimeout(done, 500, []);
    })""")


def test_a_picture_is_kept_when_the_language_changes(visit, sure_service):
    """With what is drawn on it, and as the file that it is."""
    sheet = visit(sure_service)
    three = Image.new("RGBA", (200, 200))
    three.paste("black", (80, 20, 120, 180))
    sheet.drop(file_of(three), "image/png", how="drop")
    sheet.expect_says("guess")
    alone = sheet.ink()
    sheet.page.locator(".languages [lang=en]").click()
    expect(sheet.page.locator("html")).to_have_attribute("lang", "en")
    sheet.expect_says("guess")
    assert sheet.ink() == alone
    assert sheet.send().headers["content-type"] == "image/png"
    sheet.expect_says("told")

    draw_with_mouse(sheet.page, SEVEN)
    both = sheet.ink()
    sheet.page.locator(".languages [lang=fr]").click()
    expect(sheet.page.locator("html")).to_have_attribute("lang", "fr")
    sheet.expect_says("guess")
    assert sheet.ink() == pytest.approx(both, abs=8)


def test_a_picture_too_large_to_keep_is_in_nobody_s_way(visit, sure_service):
    """What finds no room is gone after a reload; nothing older comes in its place."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.page.reload()
    sheet.expect_says("guess")
    noise = Image.effect_noise((1600, 1600), 100).convert("RGB")
    noise = Image.merge("RGB", [noise.rotate(turn).getchannel(0) for turn in (0, 90, 180)])
    sheet.clear_button.click()
    sheet.expect_says("idle")
    file = {"name": "noise.png", "mimeType": "image/png", "buffer": file_of(noise)}
    sheet.page.get_by_label("Choisir une image").set_input_files(file)
    sheet.expect_says("unsure")
    sheet.page.reload()

    sheet.expect_says("idle")
    assert sum(sheet.ink()) == 0


def test_a_page_that_is_hidden_may_end(visit, sure_service):
    """A phone ends it without a word: the drawing is remembered by then."""
    sheet = visit(sure_service)
    draw_with_mouse(sheet.page, SEVEN)
    remembered = sheet.page.evaluate("""() => {
        Object.defineProperty(document, "hidden", {get: () => true});
        document.dispatchEvent(new Event("visibilitychange"));
        return sessionStorage.getItem("swagdigit-drawing");
    }""")

    assert len(json.loads(remembered)) == len(SEVEN)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_language_can_be_chosen(visit, sure_service, language):
    """The switch keeps the drawing, and the next visit is in the chosen language."""
    sheet = visit(sure_service, locale="en-GB" if language == "fr" else "fr-FR")
    draw_with_mouse(sheet.page, SEVEN)
    ink = sheet.ink()
    sheet.page.locator(f".languages [lang={language}]").click()
    expect(sheet.page.locator("html")).to_have_attribute("lang", language)

    sheet.expect_says("guess")
    assert sheet.ink() == pytest.approx(ink, abs=8)
    sheet.page.goto(sure_service.url)
    expect(sheet.page.locator("html")).to_have_attribute("lang", language)
