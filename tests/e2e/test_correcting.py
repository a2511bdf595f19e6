"""The history on the page: corrections, erasure, the export and who may see it."""

import io
import re
import zipfile

import pytest
import requests
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.hand import ONE, SEVEN, draw_with_mouse
from tests.e2e.service import running_service
from tests.load.drawings import own_digits, sheets

pytestmark = pytest.mark.browser

TOKEN = "a-token-of-the-tests"


@pytest.fixture
def sent(visit, empty_service):
    """A page on which a drawing was sent."""
    sheet = visit(empty_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.expect_says("told")
    expect(sheet.kept).to_have_count(1)
    return sheet


def post(service, *digits):
    """Have these digits read and kept, the last one last."""
    for digit in digits:
        [image] = sheets([own_digits()[digit]], count=1)
        url = f"{service.url}api/predict"
        requests.post(url, json={"image": image}, timeout=10).raise_for_status()


def labels(service):
    """Return what was said of the images, by their names."""
    return {file.stem: file.read_text().strip() for file in service.archive.glob("*.label")}


def test_a_wrong_answer_can_be_corrected(sent, empty_service):
    """One click says what it was; the archive has it, and the page says thank you."""
    sent.page.get_by_role("button", name="C’était un 1").click()
    expect(sent.thanks).to_have_text("Merci : noté comme un 1.")

    [image] = empty_service.archive.glob("*.png")
    assert labels(empty_service) == {image.stem: "1"}
    expect(sent.kept.locator("select")).to_have_value("1")
    expect(sent.kept).to_have_class(re.compile("is-wrong"))


def test_thanks_are_for_the_drawing_that_they_are_about(sent, empty_service):
    """Who has cleared the sheet meanwhile is thanked for nothing; the correction is kept all the same."""
    held = sent.hold("**/label")
    with sent.page.expect_request("**/label"):
        sent.page.get_by_role("button", name="C’était un 1").click()
    sent.clear_button.click()
    draw_with_mouse(sent.page, ONE)
    sent.expect_says("guess")
    sent.send()
    sent.expect_says("told")
    expect(sent.kept).to_have_count(2)
    with sent.page.expect_request("**/api/images?*"):  # the page has had the answer
        held.pop().continue_()

    expect(sent.thanks).to_be_empty()
    assert list(labels(empty_service).values()) == ["1"]


def test_what_is_corrected_last_counts(sent, empty_service):
    """However long the first correction is on its way."""
    sent.hold("**/label")
    with sent.page.expect_request("**/label"):
        sent.page.get_by_role("button", name="C’était un 3").click()
    sent.page.get_by_role("button", name="C’était un 5").click()
    sent.page.unroute("**/label")  # what waited goes on

    expect(sent.thanks).to_have_text("Merci : noté comme un 5.")
    assert list(labels(empty_service).values()) == ["5"]


def test_what_is_kept_after_it_was_cleared_is_in_the_strip(visit, empty_service):
    """Who clears the sheet while it is read can erase it from the archive, too."""
    sheet = visit(empty_service)
    held = sheet.hold("**/api/predict")
    draw_with_mouse(sheet.page, SEVEN)
    sheet.send()
    sheet.clear_button.click()
    held.pop().continue_()

    expect(sheet.kept).to_have_count(1)
    sheet.expect_says("idle")


def test_nothing_can_be_corrected_before_it_is_sent(visit, empty_service):
    """The digits are no buttons to press as long as there is no image that they would be about."""
    sheet = visit(empty_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.bars.nth(1).click(force=True)

    assert labels(empty_service) == {}


def test_the_strip_shows_the_last_drawings(sent):
    """Newest first, each with its picture and what was said of it."""
    sent.page.keyboard.press("Escape")
    draw_with_mouse(sent.page, ONE)
    sent.send()
    expect(sent.kept).to_have_count(2)

    for item in sent.kept.all():
        expect(item.locator(".read")).to_have_text(re.compile(r"7\s+75\s%"))
        assert item.locator("img").evaluate("image => image.naturalWidth") == 280
    times = [item.locator("img").get_attribute("alt") for item in sent.kept.all()]
    assert all(re.search(r"\d\d:\d\d", when) for when in times)


def test_an_older_drawing_can_be_corrected(sent, empty_service):
    """In the strip, also after the page was loaded anew."""
    sent.page.reload()
    sent.kept.locator("select").select_option("4")
    expect(sent.kept).to_have_class(re.compile("is-corrected"))

    assert list(labels(empty_service).values()) == ["4"]


def test_a_new_drawing_takes_no_correction_back(sent, empty_service):
    """However long its picture takes: the list that it came in was there before the correction."""
    first = sent.kept.get_attribute("data-id")
    pictures = sent.hold("**/api/images/*.png")
    sent.page.keyboard.press("Escape")
    draw_with_mouse(sent.page, ONE)
    with sent.page.expect_request("**/api/images/*.png"):
        sent.send()
    with sent.page.expect_response("**/label"):
        sent.kept.locator("select").select_option("9")
    pictures.pop().continue_()
    expect(sent.kept).to_have_count(2)

    expect(sent.kept.nth(1).locator("select")).to_have_value("9")
    assert labels(empty_service) == {first: "9"}


def test_a_drawing_can_be_erased(sent, empty_service):
    """It is gone from the page and from the server, and can not be corrected any more."""
    sent.kept.get_by_role("button", name="Effacer ce dessin").click()
    expect(sent.kept).to_have_count(0)

    assert list(empty_service.archive.iterdir()) == []
    expect(sent.page.get_by_text("Rien n’a encore été envoyé.")).to_be_visible()
    expect(sent.bars.first).to_have_attribute("aria-disabled", "true")


def test_who_erases_stays_where_one_is(visit, empty_service):
    """The focus is on what has moved up, and on the last one where there is nothing to move up."""
    post(empty_service, *"01234567")
    sheet = visit(empty_service, **PHONE)
    erase = sheet.kept.locator(".erase")
    expect(erase).to_have_count(8)
    erase.nth(6).focus()
    scrolled = sheet.page.evaluate("scrollY")
    assert scrolled > 0
    sheet.page.keyboard.press("Enter")
    expect(erase).to_have_count(7)
    expect(erase.nth(6)).to_be_focused()
    assert sheet.page.evaluate("scrollY") == scrolled

    sheet.page.wait_for_timeout(600)  # what comes sooner is half a double click
    sheet.page.keyboard.press("Enter")
    expect(erase).to_have_count(6)
    expect(erase.nth(5)).to_be_focused()


def test_who_has_erased_the_last_one_sends_nothing(visit, empty_service):
    """The keys are still at the kept drawings: Enter does not mean the one on the sheet."""
    post(empty_service, "1")
    sheet = visit(empty_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.hold("**/api/predict")
    sheet.kept.locator(".erase").press("Enter")
    expect(sheet.page.locator("[data-part=history]")).to_be_focused()
    sheet.page.keyboard.press("Enter")

    sheet.expect_says("guess")


def test_a_new_drawing_takes_no_focus_away(visit, empty_service):
    """Who is at a drawing of the strip stays at it when another one comes in front of it."""
    post(empty_service, "1")
    sheet = visit(empty_service)
    draw_with_mouse(sheet.page, SEVEN)
    sheet.page.locator("[data-part=send]").evaluate("""send => {
        document.querySelector(".kept select").focus();
        send.click();
    }""")
    expect(sheet.kept).to_have_count(2)

    expect(sheet.kept.nth(1).locator("select")).to_be_focused()


def test_a_key_that_is_held_erases_one(sent, empty_service):
    """The next button has the focus by then, and would be pressed as well."""
    sent.page.keyboard.press("Escape")
    draw_with_mouse(sent.page, ONE)
    sent.send()
    expect(sent.kept).to_have_count(2)
    sent.kept.first.locator(".erase").focus()
    while sent.kept.count() == 2:
        sent.page.keyboard.down("Enter")
    for _ in range(10):
        sent.page.keyboard.down("Enter")
    sent.page.keyboard.up("Enter")

    sent.kept.locator("select").select_option("4")  # done after all that was asked before
    expect(sent.kept).to_have_class(re.compile("is-corrected"))
    assert len(list(empty_service.archive.glob("*.png"))) == 1


def test_keys_go_through_the_digits(sent, empty_service):
    """Each is said to the server, in turn, and the focus stays where it was."""
    correction, said = sent.kept.locator("select"), []

    def listen(request):
        if request.url.endswith("/label"):
            said.append(request.post_data_json)

    sent.page.on("request", listen)
    correction.focus()
    for key in ("7", "ArrowDown", "ArrowDown"):
        sent.page.keyboard.press(key)
    expect(correction).to_have_value("9")
    expect(sent.kept).to_have_class(re.compile("is-wrong"))
    expect(correction).to_be_focused()

    sent.kept.locator(".erase").click()  # done after all that was asked before
    expect(sent.kept).to_have_count(0)
    assert said == [{"label": 7}, {"label": 8}, {"label": 9}]


def test_a_correction_that_is_not_kept_is_taken_back(sent, empty_service):
    """What is shown is what the server has; the next one that is kept takes the complaint away."""
    said = sent.page.locator("[data-part=history-said]")
    sent.page.route("**/label", lambda route: route.abort())
    sent.kept.locator("select").select_option("4")
    expect(said).to_have_text("Le serveur ne répond pas.")
    expect(sent.kept.locator("select")).to_have_value("")
    sent.page.unroute("**/label")
    sent.kept.locator("select").select_option("4")
    expect(sent.kept).to_have_class(re.compile("is-corrected"))

    expect(said).to_be_empty()
    assert list(labels(empty_service).values()) == ["4"]


def test_what_was_erased_elsewhere_goes_away(sent, empty_service):
    """In another tab, say: who erases it here finds it gone, and no complaint."""
    for file in empty_service.archive.iterdir():
        file.unlink()
    sent.kept.locator(".erase").click()
    expect(sent.kept).to_have_count(0)

    expect(sent.page.locator("[data-part=history-said]")).to_be_empty()


def test_what_was_erased_elsewhere_can_not_be_corrected(sent, empty_service):
    """By its card, which goes away then; the page says what has happened, and not that of an address."""
    for file in empty_service.archive.iterdir():
        file.unlink()
    sent.kept.locator("select").select_option("4")
    expect(sent.kept).to_have_count(0)

    gone = "Ce dessin n’est plus sur le serveur."
    expect(sent.page.locator("[data-part=history-said]")).to_have_text(gone)
    expect(sent.bars.first).to_have_attribute("aria-disabled", "true")


def test_nor_can_an_answer_that_was_erased_elsewhere(sent, empty_service):
    """By the digits: they do nothing any more, and its card goes away."""
    for file in empty_service.archive.iterdir():
        file.unlink()
    sent.page.get_by_role("button", name="C’était un 1").click()
    expect(sent.thanks).to_have_text("Ce dessin n’est plus sur le serveur.")

    expect(sent.kept).to_have_count(0)
    expect(sent.bars.first).to_have_attribute("aria-disabled", "true")


def test_every_card_has_names_of_its_own(visit, empty_service):
    """With the second that it was sent at and its digit, who does not see it knows which one it is."""
    post(empty_service, "1")
    sheet = visit(empty_service)
    expect(sheet.kept).to_have_count(1)
    when = sheet.kept.locator("img").get_attribute("alt")
    assert re.search(r"\d\d:\d\d:\d\d", when)
    for role, name in [("combobox", "C’était un…"), ("button", "Effacer ce dessin du serveur")]:
        control = sheet.kept.get_by_role(role, name=f"{name} ({when}, 7)", exact=True)
        expect(control).to_be_visible()


def test_the_date_of_a_card_is_one_for_all(visit, empty_service):
    """In English, too, where some put the day first and others the month."""
    post(empty_service, "1")
    sheet = visit(empty_service, locale="en-GB")
    expect(sheet.kept).to_have_count(1)

    when = sheet.kept.locator("img").get_attribute("alt")
    assert re.match(r"[A-Z][a-z]{2} \d{1,2}, \d{4}", when)


def test_a_later_correction_leaves_no_earlier_thanks(sent):
    """Beside the digits it is not said to be what it is in the strip no more."""
    sent.page.get_by_role("button", name="C’était un 1").click()
    expect(sent.thanks).to_have_text("Merci : noté comme un 1.")
    sent.kept.locator("select").select_option("4")

    expect(sent.page.locator("[data-part=history-done]")).to_contain_text("4")
    expect(sent.thanks).to_be_empty()


def test_corrections_and_erasures_are_read_aloud(sent):
    """By live regions, which are there before they have something to say."""
    done = sent.page.locator("[data-part=history-done]")
    expect(sent.page.locator(".history").get_by_role("status")).to_have_count(2)
    sent.kept.locator("select").select_option("4")
    expect(done).to_have_text("Merci : noté comme un 4.")
    when = sent.kept.locator("img").get_attribute("alt")
    sent.kept.locator(".erase").click()

    expect(done).to_have_text(f"Effacé du serveur : {when}, 7.")


@pytest.mark.parametrize("status", [404, 429])
def test_a_picture_that_is_not_to_be_had_hides_no_other(visit, empty_service, status):
    """Its drawing is there without it, and can be erased."""
    post(empty_service, *"123")
    newest = max(file.stem for file in empty_service.archive.glob("*.png"))
    sheet = visit(empty_service)
    refusal = {"error": "Pas maintenant.", "code": "any"}
    sheet.page.route(f"**/{newest}.png", lambda route: route.fulfill(status=status, json=refusal))
    sheet.page.reload()
    expect(sheet.kept).to_have_count(3)

    pictures = "cards => cards.map(card => card.querySelector('img').hasAttribute('src'))"
    assert sheet.kept.evaluate_all(pictures) == [False, True, True]
    sheet.kept.first.locator(".erase").click()
    expect(sheet.kept).to_have_count(2)


def test_older_drawings_are_shown_on_request(visit, empty_service):
    """Twelve more at a time, and as many as are shown stay shown when one is erased."""
    post(empty_service, *"0123456789" * 2, *"01234567")
    sheet = visit(empty_service)
    more = sheet.page.get_by_role("button", name="Plus", exact=True)
    expect(sheet.kept).to_have_count(12)
    more.click()
    expect(sheet.kept).to_have_count(24)
    sheet.kept.nth(20).locator(".erase").click()
    expect(sheet.page.locator("[data-part=more]")).to_be_visible()
    expect(sheet.kept).to_have_count(24)
    more.press("Enter")
    expect(sheet.kept).to_have_count(27)
    expect(more).to_be_hidden()
    expect(sheet.page.locator("[data-part=history]")).to_be_focused()
    names = sheet.kept.evaluate_all("cards => cards.map(card => card.dataset.id)")

    assert names == sorted({file.stem for file in empty_service.archive.glob("*.png")})[::-1]


def test_digit_and_certainty_are_two_numbers(sent):
    """A 7 and 75 % are not 775 %."""
    style = "e => getComputedStyle(e, '::before').content"
    assert sent.kept.locator("[data-slot=certainty]").evaluate(style) == '"· "'


def test_a_blank_image_is_called_so(visit, empty_service):
    """What nothing is drawn on is shown as that, where the service says it."""
    post(empty_service, "1")
    sheet = visit(empty_service)
    [name] = [file.stem for file in empty_service.archive.glob("*.png")]
    nothing = {"prediction": None, "certainty": None, "told": False, "label": None, "blank": True}
    images = {"images": [{"image_id": name, **nothing}], "next": None}
    sheet.page.route("**/api/images?*", lambda route: route.fulfill(json=images))
    sheet.page.reload()

    expect(sheet.kept.locator(".read")).to_have_text("vide")


def test_nothing_is_said_of_what_is_not_known_yet(visit, empty_service):
    """That nothing was sent is said once the list has come, and not while it loads or fails."""
    sheet = visit(empty_service)
    nothing = sheet.page.get_by_text("Rien n’a encore été envoyé.")
    expect(nothing).to_be_visible()
    lists = sheet.hold("**/api/images?*")
    with sheet.page.expect_request("**/api/images?*"):
        sheet.page.reload()
    expect(nothing).to_be_hidden()
    lists.pop().abort()
    expect(sheet.page.locator("[data-part=history-said]")).to_have_text(
        "Le serveur ne répond pas."
    )
    expect(nothing).to_be_hidden()


def test_a_correction_that_fails_is_told_where_it_was_made(sent):
    """Beside the digits, which may be far from the strip."""
    refusal = {"error": "L'archive est pleine.", "code": "archive_unavailable"}
    sent.page.route("**/label", lambda route: route.fulfill(status=507, json=refusal))
    sent.page.get_by_role("button", name="C’était un 1").click()

    expect(sent.thanks).to_have_text("L'archive est pleine.")


def test_what_was_cleared_away_can_not_be_corrected(sent):
    """Nothing asks what it was any more, and nothing is thanked for."""
    sent.page.get_by_role("button", name="C’était un 1").click()
    expect(sent.thanks).not_to_be_empty()
    sent.clear_button.click()

    expect(sent.bars.first).to_have_attribute("aria-disabled", "true")
    expect(sent.thanks).to_be_empty()


def test_corrected_drawings_can_be_exported(sent):
    """As a zip of images in a folder for each digit."""
    sent.page.get_by_role("button", name="C’était un 1").click()
    expect(sent.thanks).not_to_be_empty()
    with sent.page.expect_download() as download:
        sent.page.get_by_role("button", name="Exporter").click()
    with zipfile.ZipFile(download.value.path()) as export:
        names = export.namelist()

    assert download.value.suggested_filename == "labelled.zip"
    assert [name[:2] for name in names] == ["1/", "la"]


@pytest.fixture
def locked(tmp_path):
    """A service whose kept images nobody sees without the token."""
    with running_service(
        tmp_path,
        app="tests.e2e.sure_of_seven:app",
        SWAGDIGIT_TOKEN=TOKEN,
        SWAGDIGIT_LOCAL_ACCESS="no",
    ) as service:
        yield service


def test_a_stranger_needs_the_token(visit, locked):
    """Without it there is a lock, with a wrong one a refusal, with the right one the history."""
    sheet = visit(locked)
    key = sheet.page.get_by_label("Jeton d’accès")
    key.fill("wrong")
    key.press("Enter")
    expect(sheet.page.locator("[data-part=history-said]")).to_contain_text("jeton")
    sheet.page.reload()  # and forgets it
    expect(sheet.page.locator("[data-part=history-said]")).to_be_empty()
    by_oneself = sheet.page.get_by_text("Pour en effacer un : le bouton ×")
    by_operator = sheet.page.get_by_text("donnez l’heure de l’envoi à l’exploitant")
    expect(by_operator).to_be_visible()
    expect(by_oneself).to_be_hidden()
    key.fill(f" {TOKEN} ")
    key.press("Enter")
    expect(sheet.page.get_by_text("Rien n’a encore été envoyé.")).to_be_visible()
    expect(sheet.page.locator("[data-part=history]")).to_be_focused()
    expect(sheet.page.locator("[data-part=key]")).to_have_value("")
    expect(by_oneself).to_be_visible()
    expect(by_operator).to_be_hidden()
    sheet.page.reload()  # and remembers it
    expect(sheet.page.get_by_text("Rien n’a encore été envoyé.")).to_be_visible()
    draw_with_mouse(sheet.page, SEVEN)
    assert "authorization" not in sheet.send().headers
    expect(sheet.kept).to_have_count(1)
    sheet.page.get_by_role("button", name="C’était un 1").click()
    expect(sheet.thanks).not_to_be_empty()

    export = requests.get(
        f"{locked.url}api/images/labelled.zip",
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=10,
    )
    assert len(zipfile.ZipFile(io.BytesIO(export.content)).namelist()) == 2


def test_a_token_that_is_one_no_more_is_asked_for(visit, locked):
    """Who erases after the operator has changed it sees where to enter the new one."""
    post(locked, "7")
    sheet = visit(locked)
    key = sheet.page.get_by_label("Jeton d’accès")
    key.fill(TOKEN)
    key.press("Enter")
    expect(key).to_be_hidden()
    refusal = {"error": "Un autre jeton.", "code": "unauthorized"}
    sheet.page.route("**/api/images/*", lambda route: route.fulfill(status=401, json=refusal))
    sheet.kept.locator(".erase").click()

    expect(sheet.page.locator("[data-part=history-said]")).to_have_text("Un autre jeton.")
    expect(key).to_be_visible()


def test_the_token_that_was_given_last_counts(visit, locked):
    """Who mends a wrong one at once has the history, though that is refused later."""
    sheet = visit(locked)
    key = sheet.page.get_by_label("Jeton d’accès")
    held = sheet.hold("**/api/images?*")
    for token in ("wrong", TOKEN):
        key.fill(token)
        with sheet.page.expect_request("**/api/images?*"):
            key.press("Enter")
    held.pop().continue_()
    expect(key).to_be_hidden()
    with sheet.page.expect_response(lambda response: response.status == 401):
        sheet.page.unroute("**/api/images?*")  # what waited goes on
    sheet.ink()

    expect(key).to_be_hidden()
    expect(sheet.page.locator("[data-part=history-said]")).to_be_empty()
    assert sheet.page.evaluate("sessionStorage['swagdigit-key']") == TOKEN


def test_a_token_that_can_not_be_sent_is_a_wrong_one(visit, locked):
    """Quotes that a text program has bent are in no token; the page goes on, also when reloaded."""
    sheet = visit(locked)
    key = sheet.page.get_by_label("Jeton d’accès")
    key.fill(f"“{TOKEN}”")
    key.press("Enter")
    expect(sheet.page.locator("[data-part=history-said]")).to_contain_text("jeton")
    draw_with_mouse(sheet.page, SEVEN)
    sheet.expect_says("guess")
    sheet.page.reload()
    sheet.expect_says("guess")


def test_a_stranger_sees_no_history_where_there_is_no_token(visit, tmp_path):
    """The page does not show what can not be opened, and works without."""
    with running_service(
        tmp_path, app="tests.e2e.sure_of_seven:app", SWAGDIGIT_LOCAL_ACCESS="no"
    ) as service:
        sheet = visit(service)
        expect(sheet.page.locator("[data-part=history]")).to_be_hidden()
        draw_with_mouse(sheet.page, SEVEN)
        sheet.send()
        sheet.expect_says("told")
        expect(sheet.bars.first).to_have_attribute("aria-disabled", "true")


def test_a_server_that_is_back_is_asked_at_once(visit, sure_service):
    """However often it gave no answer before: who reads that it is there reads no longer that it is not."""
    sheet = visit(sure_service)
    sheet.page.route("**/api/**", lambda route: route.abort())
    for _ in range(3):
        for stroke in SEVEN:
            with sheet.page.expect_event("requestfailed", lambda it: "live=1" in it.url):
                draw_with_mouse(sheet.page, [stroke])
    sheet.expect_says("silent")
    expect(sheet.figure("cpu")).to_have_text("–")
    sheet.page.unroute("**/api/**")
    expect(sheet.figure("cpu")).not_to_have_text("–")

    expect(sheet.note).to_have_attribute("data-says", "guess", timeout=3_000)


def test_the_strip_comes_once_the_server_is_back(sent):
    """Who opened the page while it was gone sees the last drawings without another visit."""
    sent.page.route("**/api/images?*", lambda route: route.abort())
    sent.page.reload()
    said = sent.page.locator("[data-part=history-said]")
    expect(said).to_have_text("Le serveur ne répond pas.")
    sent.page.unroute("**/api/images?*")

    expect(sent.kept).to_have_count(1)
    expect(said).to_be_empty()


def test_a_server_that_is_back_is_not_said_to_be_gone(sent):
    """Neither beside the digits nor above the strip: what it did not do then can be done now."""
    said = sent.page.locator("[data-part=history-said]")
    sent.page.route("**/api/**", lambda route: route.abort())
    expect(sent.figure("cpu")).to_have_text("–")
    sent.page.get_by_role("button", name="C’était un 1").click()
    sent.kept.locator(".erase").click()
    for place in (sent.thanks, said):
        expect(place).to_have_text("Le serveur ne répond pas.")
    sent.page.unroute("**/api/**")

    for place in (sent.thanks, said):
        expect(place).to_be_empty()


def test_a_server_that_comes_back_is_asked_again(visit, tmp_path):
    """While it is gone the page says so and keeps the drawing; then it answers by itself."""
    with running_service(tmp_path, app="tests.e2e.sure_of_seven:app") as service:
        port = int(service.url.rsplit(":", 1)[1].strip("/"))
        sheet = visit(service)
        service.stop()
        draw_with_mouse(sheet.page, SEVEN)
        sheet.expect_says("silent")
        before = sheet.ink()
    with running_service(tmp_path, app="tests.e2e.sure_of_seven:app", port=port):
        sheet.expect_says("guess")
        assert sheet.ink() == before
