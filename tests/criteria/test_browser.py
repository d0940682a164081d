"""Weights and templates in a real browser: by keyboard only, fast hands, without scripts, in both themes."""

import random
import re
from decimal import Decimal

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from criteria import drafting, templates
from criteria.models import Template, TemplateVersion
from criteria.shares import short
from criteria.tree import leaves
from criteria.weighting import points_of, set_weight, state
from selection.models import Event, Phase, Selection, User
from tests.browser import PHONE, SIZES, dressed, faults_of, in_every_dress
from tests.cast import PASSWORD, admin
from tests.criteria.conftest import weights

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def page(retail, open_page):
    """Chen's weights page, in English."""
    User.objects.update(language="en")
    page = open_page(retail.chen.user)
    page.goto("/s/S-0001/weights/")
    return page


def focus(page):
    return page.evaluate("document.activeElement.id")


def test_weights_are_moved_by_keyboard_only(page, retail):
    page.focus("#i-F-AI")
    for key in "+++-+":
        page.keyboard.press(key)
    expect(page.locator("#say-F-AI")).to_contain_text("8.14 → 9.64")
    assert focus(page) == "i-F-AI"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("8")
    page.keyboard.press("Enter")
    expect(page.locator("#say-F-AI")).to_contain_text("9.64 → 8")
    assert (focus(page), page.input_value("#i-F-AI")) == ("i-F-TK", "8")
    page.keyboard.press("Shift+Enter")
    assert focus(page) == "i-F-AI"
    assert Event.objects.filter(type="criteria.weight_set").count() == 2


def slow(page):
    """Every answer takes a quarter of a second longer."""
    network = page.context.new_cdp_session(page)
    conditions = {"offline": False, "latency": 250, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", conditions)


def points(selection):
    """What is stored, as the page shows it."""
    return {row.code: short(points_of(row)) for row in selection.criteria.select_related("parent").exclude(kind="line")}


@pytest.mark.parametrize("seed", [251, *(pytest.param(seed, marks=pytest.mark.campaign) for seed in (2, 11))])
def test_fast_hands_and_slow_answers_store_what_was_typed(page, retail, seed):
    slow(page)
    chance, before = random.Random(seed), points(retail.selection)
    typed = {
        "F": "45.75",
        "A": "25",
        "F-CH": "11",
        "F-KB": "4",
        "F-TK": "3.76",
        "F-AI": "13",
        "A-SE": "9",
        "A-IN": "1.1",
    }
    for code in chance.sample(sorted(typed), len(typed)):
        page.focus(f"#i-{code}")
        page.keyboard.type(typed[code], delay=chance.randint(5, 90))
        page.keyboard.press(chance.choice(["Enter", "ArrowDown", "ArrowUp", "Tab"]))
        if chance.random() < 0.3:
            page.wait_for_timeout(chance.randint(0, 400))
    expect(page.locator("#saved")).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    stored = points(retail.selection)
    assert {code: stored[code] for code in typed} == typed
    assert stored["C"] != before["C"]
    assert {code: page.input_value(f"#i-{code}") for code in stored} == stored


def test_an_answer_leaves_the_field_in_use_alone(page, retail):
    slow(page)
    page.fill("#i-F-CH", "11")
    page.keyboard.press("Enter")
    page.keyboard.type("1")  # in the next field, while the save is under way
    expect(page.locator("#i-F-CH")).to_have_attribute("data-was", "11")
    expect(page.locator("#saved")).to_have_text("Not saved yet")
    page.keyboard.type("2.5")
    used = focus(page)
    assert page.input_value(f"#{used}") == "12.5"
    page.keyboard.press("Enter")
    expect(page.locator(f"#{used}")).to_have_attribute("data-was", "12.5")
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert points(retail.selection)[used.removeprefix("i-")] == "12.5"


def test_enter_while_a_save_is_under_way_is_kept(page, retail):
    slow(page)
    page.focus("#i-F-CH")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.type("11")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("Saving")
    expect(page.locator("#i-F-CH")).to_have_attribute("data-was", "11")
    assert points(retail.selection)["F-CH"] == "11"


class Line:
    """The way to the server: requests wait on it until they are let through, one by one."""

    def __init__(self, page):
        self.page, self.waiting = page, []
        page.route("**/weights/*/**", lambda route: self.waiting.append(route))

    def next(self):
        for _wait in range(500):
            if self.waiting:
                return self.waiting.pop(0)
            self.page.wait_for_timeout(10)
        raise TimeoutError("nothing was sent")

    def let_through(self, count):
        for _turn in range(count):
            self.next().continue_()


def give(page, code, text, key="Enter"):
    page.focus(f"#i-{code}")
    page.keyboard.type(text)
    page.keyboard.press(key)


def test_a_number_that_a_field_shows_stands_when_it_is_typed_before_an_answer_moves_it(page, retail):
    line, shown = Line(page), page.input_value("#i-F-CH")
    give(page, "F-AI", "12.34")
    give(page, "F-CH", shown, "Tab")
    line.let_through(2)
    expect(page.locator("#lock-F-CH")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#saved")).to_contain_text("Saved")
    stored = points(retail.selection)
    assert (stored["F-AI"], stored["F-CH"], page.input_value("#i-F-CH")) == ("12.34", shown, shown)


def test_what_a_field_showed_before_stands_when_it_is_typed_while_another_number_is_under_way(page, retail):
    line = Line(page)
    give(page, "F-CV", "6.2")
    give(page, "F-CV", "1.48")
    line.let_through(2)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert points(retail.selection)["F-CV"] == page.input_value("#i-F-CV") == "1.48"


def test_a_step_back_while_the_step_is_under_way_is_stored(page, retail):
    line = Line(page)
    page.focus("#i-F-CV")
    page.keyboard.press("+")
    step = line.next()
    page.keyboard.press("-")
    page.wait_for_timeout(700)  # the pause after which a step counts as made
    step.continue_()
    line.let_through(1)
    expect(page.locator("#saved")).to_contain_text("Saved")
    assert points(retail.selection)["F-CV"] == page.input_value("#i-F-CV") == "1.48"


def test_a_step_there_and_back_changes_nothing(page, retail):
    before = page.inner_text("#saved")
    page.focus("#i-F-CV")
    page.keyboard.press("+")
    page.keyboard.press("-")
    assert page.inner_text("#saved") == before
    page.keyboard.press("Tab")
    page.wait_for_timeout(700)
    assert not Event.objects.filter(type__startswith="criteria.weight_").exists()


def test_an_answer_lost_on_its_way_is_no_change_by_somebody_else(page, retail):
    line = Line(page)
    give(page, "F-CH", "11.5")
    give(page, "F-KB", "2.9")
    lost = line.next()
    lost.fetch()
    lost.abort()
    expect(page.locator("#saved")).to_have_text("Not saved")
    page.evaluate("dispatchEvent(new Event('online'))")
    line.let_through(2)
    expect(page.locator("#i-F-KB")).to_have_attribute("data-was", "2.9")
    expect(page.locator("#saved")).to_contain_text("Saved")
    stored = points(retail.selection)
    assert (stored["F-CH"], stored["F-KB"]) == ("11.5", "2.9")
    assert Event.objects.filter(type="criteria.weight_set").count() == 2


def test_a_row_with_something_typed_stays_when_an_answer_no_longer_lists_it(page, retail):
    for code in ("A-SE", "F-CV"):
        set_weight(retail.selection.criteria.get(code=code), points=Decimal(5), member=retail.chen)
    page.goto("/s/S-0001/weights/?show=changed")
    line = Line(page)
    page.click("#undo")  # after it no row beside F-CV differs from the template
    page.focus("#i-F-KB")
    page.keyboard.type("4.4")
    line.let_through(1)
    expect(page.locator("#r-F-CV")).to_have_count(0)
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    line.let_through(1)
    expect(page.locator("#i-F-KB")).to_have_attribute("data-was", "4.41")
    assert points(retail.selection)["F-KB"] == "4.41"


def test_the_next_field_shows_what_is_stored_and_stays_ready_to_be_typed_over(page, retail):
    line = Line(page)
    give(page, "F-TK", "6.28")
    used = focus(page)
    line.let_through(1)
    expect(page.locator("#i-F-TK")).to_have_attribute("data-was", "6.28")
    assert page.input_value(f"#{used}") == points(retail.selection)[used.removeprefix("i-")]
    page.keyboard.type("4.5")
    assert page.input_value(f"#{used}") == "4.5"


COLUMNS = "[...document.querySelectorAll('#weights .t-wtree th')].map(head => head.offsetLeft)"
CUT_OFF = """[...document.querySelectorAll('#weights input[data-was]')]
    .filter(field => field.scrollWidth > field.clientWidth).map(field => field.value)"""


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("place", ["/s/S-0001/weights/", "/templates/retail/?show=all"])
def test_columns_stay_where_they_are_whatever_a_row_says(retail, open_page, size, place):
    chen = retail.chen.user
    User.objects.update(language="en", is_site_admin=True)
    templates.new_draft(Template.objects.get(key="retail"), actor=chen)
    page = open_page(chen, **SIZES[size])
    page.goto(place)
    before = page.evaluate(COLUMNS)
    give(page, "F", "55.75")
    expect(page.locator("#i-F")).to_have_attribute("data-was", "55.75")
    assert page.evaluate(COLUMNS) == before
    give(page, "F-AI", "12.345")
    expect(page.locator("#say-F-AI")).to_be_visible()
    page.hover("#r-F-CH")
    assert page.evaluate(COLUMNS) == before
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_what_could_not_be_sent_is_sent_again(page, retail):
    page.context.set_offline(True)
    page.fill("#i-F-CH", "11")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("Not saved")
    page.context.set_offline(False)
    expect(page.locator("#i-F-CH")).to_have_attribute("data-was", "11")
    assert points(retail.selection)["F-CH"] == "11"


def test_a_session_that_ended_loses_no_weight(page, retail):
    slow(page)
    Session.objects.all().delete()
    page.fill("#i-F-CH", "11")
    page.keyboard.press("Enter")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    page.fill("#sign-in-again [name=username]", "chen")
    page.fill("#sign-in-again [name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("Saved")
    stored = points(retail.selection)
    assert (stored["F-CH"], stored["F-AI"]) == ("11", "3")


def test_a_third_decimal_is_refused_and_the_nearest_weight_offered(page, retail):
    page.fill("#i-F-CH", "9.333")
    page.keyboard.press("Enter")
    expect(page.locator("#say-F-CH")).to_contain_text("Weights have two decimals")
    assert page.input_value("#i-F-CH") == "9.333"
    page.focus("#i-F-KB")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.locator("#i-F-KB")).to_have_attribute("data-was", "3")
    expect(page.locator("#say-F-CH")).to_contain_text("Weights have two decimals")  # whatever else is saved
    expect(page.locator("#i-F-CH")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#saved")).to_have_text("Not saved")
    page.click("#say-F-CH button")
    expect(page.locator("#i-F-CH")).to_have_value("9.33")
    expect(page.locator("#i-F-CH")).not_to_have_attribute("aria-invalid", "true")
    assert points(retail.selection)["F-CH"] == "9.33"


def test_escape_leaves_the_weight_as_it_was(page, retail):
    before = weights(retail.selection)
    page.focus("#i-F-AI")
    page.keyboard.type("30")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.wait_for_timeout(800)
    assert page.input_value("#i-F-AI") == "8.14"
    assert weights(retail.selection) == before


def test_escape_takes_a_refused_weight_and_its_words_away(page, retail):
    page.fill("#i-F-AI", "45")
    page.keyboard.press("Enter")
    expect(page.locator("#say-F-AI")).to_be_visible()
    page.focus("#i-F-AI")
    page.keyboard.press("Escape")
    assert page.input_value("#i-F-AI") == "8.14"
    expect(page.locator("#say-F-AI")).to_have_count(0)
    expect(page.locator("#saved")).not_to_have_text("Not saved")


def test_two_quick_changes_are_both_saved(page, retail):
    page.fill("#i-F-AI", "9")
    page.fill("#i-A-IN", "6")
    page.focus("#i-R-RP")
    expect(page.locator("#i-A-IN")).to_have_attribute("data-was", "6")
    expect(page.locator("#i-F-AI")).to_have_attribute("data-was", "9")
    assert Event.objects.filter(type="criteria.weight_set").count() == 2


def test_a_refused_weight_is_explained_and_kept_and_sent_only_once(page, retail):
    before, answers = weights(retail.selection), []
    page.on("response", lambda response: answers.append(response.status) if "/set/" in response.url else None)
    page.fill("#i-F-AI", "45")
    page.keyboard.press("Enter")
    expect(page.locator("#say-F-AI")).to_have_text(
        "“Bots and AI assistance” can have from 0 to 44 points; you gave 45."
    )
    expect(page.locator("#saved")).to_have_text("Not saved")
    page.fill("#i-A-IN", "6")
    page.keyboard.press("Tab")
    expect(page.locator("#i-A-IN")).to_have_attribute("data-was", "6")
    assert page.input_value("#i-F-AI") == "45"
    assert answers == [422, 200]
    assert weights(retail.selection, "F-AI") == {"F-AI": before["F-AI"]}


def test_a_change_from_elsewhere_is_never_overwritten(page, retail):
    ai = retail.selection.criteria.get(code="F-AI")
    seen = state(retail.selection)
    page.fill("#i-F-KB", "5")
    retail.selection.criteria.filter(code="F-AI").update(weight=ai.weight + 1)
    retail.selection.criteria.filter(code="F-CH").update(weight=2270)
    assert state(retail.selection) != seen
    page.keyboard.press("Enter")
    expect(page.locator("#say-F-KB")).to_contain_text("so yours was not saved. You gave 5")
    assert page.input_value("#i-F-KB") == "5"
    page.focus("#i-F-KB")
    page.keyboard.press("Enter")
    expect(page.locator("#say-F-KB")).to_contain_text("3.33 → 5")


def test_buttons_lock_open_close_restore_and_undo(page, retail):
    before = weights(retail.selection)
    page.hover("#r-F-CH")
    page.click("#lock-F-CH")
    expect(page.locator("#lock-F-CH")).to_have_attribute("aria-pressed", "true")
    page.hover("#r-F-AI")
    page.click("#r-F-AI [data-step] >> nth=1")
    expect(page.locator("#say-F-AI")).to_contain_text("8.14 → 8.64")
    assert weights(retail.selection, "F-CH") == {"F-CH": before["F-CH"]}
    page.click("text=Back to template")
    expect(page.locator("#log")).to_be_visible()
    expect(page.locator("#i-F-AI")).to_have_value("8.14")
    page.click("#undo")
    expect(page.locator("#i-F-AI")).to_have_value("8.64")
    page.click("#open-S-CS")
    expect(page.locator("#i-S-CS-01")).to_be_visible()
    page.click("#close-S-CS")
    expect(page.locator("#i-S-CS")).to_be_visible()


def test_a_reason_stands_in_the_log(page, retail):
    page.fill("#i-F-AI", "9")
    page.keyboard.press("Enter")
    page.click("summary:text('Add a reason')")
    page.fill("input[name=reason]", "Half of all chats end at the bot")
    page.keyboard.press("Enter")
    expect(page.locator("section[aria-labelledby=log]")).to_contain_text("Half of all chats end at the bot")


def test_the_filter_shows_what_has_the_name(page):
    page.keyboard.press("/")
    page.keyboard.type("bots")
    assert page.locator("#tree-rows > tr:visible").count() == 1
    page.keyboard.type("zzz")
    expect(page.locator("#no-row")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.locator("#tree-rows > tr:visible").count() == 43


def test_without_scripts_everything_still_works(retail, open_page):
    User.objects.update(language="en")
    page = open_page(retail.chen.user, java_script_enabled=False)
    page.goto("/s/S-0001/weights/")
    page.fill("#i-F-AI", "9")
    page.press("#i-F-AI", "Enter")
    assert page.input_value("#i-F-AI") == "9"
    page.hover("#r-F-AI")
    page.click("#r-F-AI button[name=step] >> nth=0")
    assert page.input_value("#i-F-AI") == "8.5"
    page.fill("#i-F-AI", "45")
    page.press("#i-F-AI", "Enter")
    assert page.input_value("#i-F-AI") == "45"
    assert "can have from 0 to 44 points" in page.inner_text("#say-F-AI")


def test_the_chair_seals_and_the_page_is_read_only(page, retail):
    page.click("text=Seal weights")
    page.click("text=Seal anyway")
    page.wait_for_url("**/s/S-0001/")  # where the next step stands
    page.goto("/s/S-0001/weights/")
    assert page.locator("input[name=points]").count() == 0
    expect(page.locator(".t-head__sub")).to_contain_text("Chen sealed criteria and weights on")


def test_a_template_is_drafted_and_published(shipped, open_page):
    ada = admin()
    User.objects.update(language="en")
    page = open_page(ada)
    page.goto("/templates/retail/")
    page.click("text=Draft v4")
    page.fill("#i-F", "42")
    page.keyboard.press("Enter")
    expect(page.locator("#i-F")).to_have_attribute("data-was", "42")
    page.fill("#why-F", "More weight on the platform")
    with page.expect_response("**/reason/**"):
        page.keyboard.press("Tab")
    page.click("text=Publish v4")
    page.fill("#note", "Platform first")
    page.click("button:text('Publish v4')")
    page.wait_for_url("**/templates/retail/")
    expect(page.locator("#notices")).to_contain_text("Version 4 is published.")
    version = TemplateVersion.objects.get(template__key="retail", number=4)
    assert (version.note, version.depths["short"]["why"]) == ("Platform first", {"F": "More weight on the platform"})


def test_a_pasted_column_fills_the_whole_set_and_the_sum_runs_along(page, retail):
    page.goto("/s/S-0001/weights/all/")
    assert page.inner_text("#sum") == "100"
    column = [6, 5, 4, 3, 2, 5, 1, 1, 1, 1, 1, 5, 3, 2, 5, 5, 2, 2, 1, 5, 5, 5, 5, 5, 5, 1, 2, 3, 4, 2.5, 2.5]
    page.focus("#p-F-CH")
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text", text);
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        "\r\n".join(map(str, column)),
    )
    expect(page.locator("#sum")).to_have_text("100")
    page.keyboard.type("7.5")
    page.keyboard.press("Enter")
    assert focus(page) == "p-F-AI"
    expect(page.locator("#sum")).to_have_text("101.5")
    expect(page.locator("#to-go")).to_have_text("1.5 too many")
    page.keyboard.type("3.5")
    expect(page.locator("#to-go")).to_have_text("")
    codes = [leaf.code for leaf in leaves(retail.selection)]
    typed = {code: page.input_value(f"#p-{code}") for code in codes}
    page.click("text=Save all")
    expect(page.locator("#notices")).to_contain_text("All weights are saved.")
    stored = points(retail.selection)
    assert {code: stored[code] for code in codes} == typed
    assert (stored["F-CH"], stored["F-AI"]) == ("7.5", "3.5")


def test_a_whole_set_is_typed_on_a_phone(retail, open_page):
    User.objects.update(language="en")
    page = open_page(retail.chen.user, **PHONE)
    page.goto("/s/S-0001/weights/all/")
    page.fill("#p-F-CH", "15")
    expect(page.locator("#to-go")).to_contain_text("too many")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_chosen_template_stands_above_the_list(shipped, open_page):
    page = open_page(admin(), **PHONE)
    page.goto("/templates/")
    top = "document.getElementById(name).getBoundingClientRect().top"
    places = f"['weights', 'industries'].map((name) => {top})"
    detail, industries = page.evaluate(places)
    assert detail > industries
    page.click("#industries a >> nth=3")
    page.wait_for_url("**/templates/*/")
    detail, industries = page.evaluate(places)
    assert detail < industries


def test_in_a_draft_what_was_typed_fast_stands(shipped, open_page):
    ada = admin()
    User.objects.update(language="en")
    templates.new_draft(Template.objects.get(key="retail"), actor=ada)
    page = open_page(ada)
    page.goto("/templates/retail/?show=all")
    slow(page)
    typed = {"F": "40", "A": "26", "F-CH": "9.5", "A-SE": "7.13"}
    for code, text in typed.items():
        page.focus(f"#i-{code}")
        page.keyboard.type(text, delay=30)
        page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("Draft saved")
    found = drafting.points_of(TemplateVersion.objects.get(template__key="retail", number=4).depths["short"])
    assert {code: f"{found[code]:.2f}".rstrip("0").rstrip(".") for code in typed} == typed
    expect(page.locator("#lock-F")).to_have_attribute("aria-pressed", "true")
    page.click("#lock-F")
    expect(page.locator("#lock-F")).to_have_attribute("aria-pressed", "false")


@in_every_dress
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(retail, full, open_page, language, theme, size, share):
    chen = retail.chen.user
    templates.new_draft(Template.objects.get(key="retail"), actor=chen)
    User.objects.filter(pk=chen.pk).update(is_site_admin=True)
    page = dressed(open_page, chen, language, theme, size)
    assert faults_of(page, PLACES[share]) == []
    Selection.objects.update(phase=Phase.INVITE, sealed_at="2026-02-05T07:06Z")
    assert faults_of(page, PLACES[:1]) == []


PLACES = [
    "/s/S-0001/weights/",
    "/s/S-0001/weights/?show=changed",
    "/s/S-0001/weights/all/",
    "/s/S-0001/weights/criterion/F-CH/",
    "/s/S-0001/weights/criterion/C-TC/",
    "/s/S-0001/weights/criterion/F-CH/remove/",
    "/s/S-0001/weights/add/",
    "/s/S-0001/weights/category/F/",
    "/s/S-0001/weights/seal/",
    "/s/S-0002/weights/",
    "/s/S-0002/weights/criterion/F-CH-01/",
    "/templates/",
    "/templates/retail/",
    "/templates/retail/publish/",
    "/templates/retail/all/short/",
    "/templates/new/",
]
