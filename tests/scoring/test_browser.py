"""Scoring in a real browser: by keyboard only, in two windows, signed out, offline, on a phone."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from scoring import rounds
from scoring.models import Score, Sheet
from selection.models import Event, User
from tests.browser import PHONE, dressed, faults_of, in_every_dress
from tests.cast import PASSWORD
from tests.scoring.scene import scene
from vendors.models import Claim, Fact

pytestmark = pytest.mark.django_db(transaction=True)
TYPED = "演示里接通了 CRM。"


@pytest.fixture
def s():
    s = scene()
    Claim.objects.create(vendor=s.vendors["A"], criterion=s.criteria["F1"], text="接 22 个渠道", source="第 3 问")
    Fact.objects.create(vendor=s.vendors["A"], criterion=s.criteria["T2"], value="99.9", level="documented")
    return s


@pytest.fixture
def sheet(s, open_page):
    page = open_page(s.committee.eva.user)
    page.goto("/s/S-0001/scoring/")
    return page


def focused(page):
    return page.evaluate("document.activeElement.id")


def saved(page):
    expect(page.locator(".t-top [data-save]")).to_have_attribute("data-s", "")
    now = timezone.localtime()
    hours = {f"{moment:%H:}" for moment in (now - timedelta(minutes=1), now)}
    expect(page.locator(".t-top [data-save]")).to_contain_text(re.compile("|".join(hours)))


def marks():
    return {
        (mark.criterion.code, mark.vendor.code): (mark.score, mark.level, mark.rationale)
        for mark in Score.objects.select_related("criterion", "vendor")
    }


def test_a_sheet_by_keyboard_only(sheet, s):
    keys = sheet.keyboard
    order = [cell.get_attribute("id") for cell in sheet.locator(".t-cell:not([data-auto]):not(.t-cell--note)").all()]
    assert focused(sheet) == order[0]
    keys.press("7")
    keys.press("e")
    keys.press("e")
    keys.press("Enter")
    assert focused(sheet) == order[1]
    keys.press("1")
    keys.press("0")
    keys.press("r")
    keys.type(TYPED)
    keys.press("Escape")
    assert focused(sheet) == order[1]
    keys.press("n")
    assert focused(sheet) == order[2]
    keys.press("x")
    keys.type("不卖这个。")
    keys.press("Control+Enter")
    for key in ("n", "5", "n", "6", "n", "4"):
        keys.press(key)
    saved(sheet)
    given = {f"cell-{leaf}-{vendor}": value for (leaf, vendor), value in marks().items()}
    assert [given[cell][0] for cell in order] == [7, 10, None, 5, 6, 4]
    assert (given[order[0]][1], given[order[1]][2], given[order[2]][2]) == ("documented", TYPED, "不卖这个。")
    sheet.get_by_role("button", name="提交").or_(sheet.get_by_role("button", name="Submit")).first.click()
    sheet.wait_for_load_state()
    assert Sheet.objects.get().submitted_at is not None


BETWEEN = ([], 10), (["e"], 10), (["Delete"], 0), (["Backspace"], 0), (["Escape"], 0), (["ArrowRight", "ArrowLeft"], 0)


def paused():
    """Everything that can stand between, after one pause in every run, and after all of them in the campaign."""
    for (between, score), pause in product(BETWEEN, (0, 700, 5000)):
        marks = () if pause == 700 or not between else pytest.mark.campaign
        yield pytest.param(between, score, pause, marks=marks, id=f"{'-'.join(between)}-{pause}")


@pytest.mark.parametrize(("between", "score", "pause"), list(paused()))
def test_one_and_then_zero(s, open_page, between, score, pause):
    page = open_page(s.committee.eva.user, is_kept=False)
    page.clock.install()
    page.goto("/s/S-0001/scoring/")
    page.keyboard.press("1")
    expect(page.locator(".t-cell__hint")).to_have_text("再按 0 就是 10 分。要打 0 分：先按 Delete，再按 0。")
    for key in between:
        page.clock.run_for(pause)
        page.keyboard.press(key)
    page.clock.run_for(pause)
    page.keyboard.press("0")
    expect(page.locator(".t-cell__hint")).to_have_count(0)
    page.clock.run_for(5000)
    saved(page)
    assert [mark[0] for mark in marks().values()] == [score]


def test_ten_is_one_step_to_undo(sheet):
    cell = sheet.locator(f"#{focused(sheet)} b")
    for key in ("7", "1", "0"):
        sheet.keyboard.press(key)
    expect(cell).to_have_text("10")
    sheet.keyboard.press("Control+z")
    expect(cell).to_have_text("7")


def test_a_band_opens_its_numbers_and_only_a_number_is_a_score(sheet):
    bands = sheet.locator("#inspector [data-part=bands]")
    bands.locator("li[data-band='7-8'] > button").click()
    expect(bands.locator("[data-points]:visible")).to_have_text(["7", "8"])
    assert focused(sheet) == "" and sheet.evaluate("document.activeElement.dataset.points") == "7"
    bands.locator("li[data-band='3-4'] > button").click()
    expect(bands.locator("[data-points]:visible")).to_have_text(["3", "4"])
    sheet.wait_for_timeout(900)
    assert marks() == {}
    bands.locator("[data-points='4']").click()
    expect(bands.locator("[data-points='4']")).to_have_attribute("aria-pressed", "true")
    saved(sheet)
    assert [mark[0] for mark in marks().values()] == [4]


def test_the_ring_of_the_stage_fills_while_scoring(sheet):
    ring = sheet.locator(".t-journey [aria-current] .t-st")
    sheet.keyboard.press("7")
    expect(ring).to_have_attribute("style", re.compile(r"--p: ?17%"))
    sheet.keyboard.press("n")
    sheet.keyboard.press("6")
    expect(ring).to_have_attribute("style", re.compile(r"--p: ?33%"))


def test_arrows_categories_and_the_one_tab_stop(sheet):
    keys = sheet.keyboard
    assert sheet.locator("[role=grid] [tabindex='0']").count() == 1
    first = focused(sheet)
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    second = focused(sheet)
    keys.press("Home")
    assert focused(sheet) == first != second
    keys.press("End")
    assert focused(sheet) == second
    keys.press("c")
    assert sheet.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"
    expect(sheet.locator(f"#{first}")).to_be_hidden()
    keys.press("Enter")
    assert focused(sheet) == first
    keys.press("PageDown")
    keys.press("ArrowRight")
    assert focused(sheet).startswith("cell-T1-")
    keys.press("PageUp")
    keys.press("Control+End")
    assert focused(sheet).startswith("cell-")
    assert sheet.locator("[role=grid] [tabindex='0']").count() == 1


def test_undo_and_redo_write_again(sheet):
    keys, cell = sheet.keyboard, sheet.locator(f"#{focused(sheet)}")
    keys.press("7")
    saved(sheet)
    keys.press("4")
    keys.press("Control+z")
    expect(cell).to_have_attribute("data-st", "need")
    expect(cell.locator("b")).to_have_text("7")
    keys.press("Control+Shift+z")
    saved(sheet)
    assert [mark[0] for mark in marks().values()] == [4]
    keys.press("Backspace")
    saved(sheet)
    assert [mark[0] for mark in marks().values()] == [None]
    keys.press("Control+z")
    saved(sheet)
    assert [mark[0] for mark in marks().values()] == [4]
    assert Event.objects.filter(type="scoring.score_cleared").count() == 1


def test_escape_puts_back_what_is_saved(sheet):
    keys, cell = sheet.keyboard, sheet.locator(f"#{focused(sheet)}")
    keys.press("7")
    saved(sheet)
    keys.press("3")
    keys.press("Escape")
    expect(cell.locator("b")).to_have_text("7")
    saved(sheet)
    assert [mark[0] for mark in marks().values()] == [7]


def test_an_input_method_keeps_its_enter_and_escape(sheet):
    """As a browser reports an input method: composing in the field, "Process" keys in the grid."""
    first = focused(sheet)
    press = """([key, code, composing, number]) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown",
        { key, code, isComposing: composing, keyCode: number, which: number, bubbles: true, cancelable: true }))"""
    sheet.evaluate(press, ["Process", "KeyE", False, 229])
    sheet.evaluate(press, ["Process", "Digit6", False, 229])
    expect(sheet.locator(f"#{first} b")).to_have_text("6")
    sheet.evaluate(press, ["Enter", "Enter", True, 229])
    sheet.evaluate(press, ["Process", "Enter", False, 229])
    sheet.evaluate(press, ["Process", "KeyN", True, 229])
    assert focused(sheet) == first
    sheet.keyboard.press("r")
    sheet.evaluate("document.activeElement.dispatchEvent(new CompositionEvent('compositionstart'))")
    sheet.keyboard.insert_text("yan")
    sheet.evaluate(press, ["Escape", "Escape", True, 229])
    sheet.evaluate(press, ["Escape", "Escape", False, 229])
    sheet.wait_for_timeout(900)
    assert focused(sheet) == "why"
    assert [mark[2] for mark in marks().values()] == [""]
    sheet.locator("#why").fill("演示过。")
    sheet.evaluate("document.activeElement.dispatchEvent(new CompositionEvent('compositionend'))")
    sheet.keyboard.press("Escape")
    saved(sheet)
    assert list(marks().values()) == [(6, "claimed", "演示过。")]


def test_letters_can_be_switched_off(s, open_page):
    User.objects.update(letter_keys=False)
    page = open_page(s.committee.eva.user)
    page.goto("/s/S-0001/scoring/")
    first = focused(page)
    for key in ("n", "e", "r", "x", "c", "6"):
        page.keyboard.press(key)
    assert focused(page) == first
    saved(page)
    assert list(marks().values()) == [(6, "none", "")]


@pytest.mark.parametrize(("choice", "kept"), [("stored", 7), ("mine", 3)])
def test_two_windows_on_one_cell(sheet, choice, kept):
    other = sheet.context.new_page()
    other.goto("/s/S-0001/scoring/")
    cell = focused(sheet)
    assert focused(other) == cell
    sheet.keyboard.press("7")
    saved(sheet)
    other.keyboard.press("3")
    dialog = other.locator("#conflict")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("7")
    assert other.evaluate("document.activeElement.dataset.choose") == "stored"
    dialog.locator("[data-choose=later]").click()
    expect(other.locator(f"#{cell}")).to_have_attribute("data-st", "err")
    other.locator(".t-top [data-save] button").click()
    dialog.locator(f"[data-choose={choice}]").click()
    saved(other)
    assert focused(other) == cell
    assert [mark[0] for mark in marks().values()] == [kept]


def test_a_session_that_ends_keeps_what_was_typed(sheet):
    sheet.keyboard.press("6")
    sheet.keyboard.press("r")
    saved(sheet)
    Session.objects.all().delete()
    sheet.keyboard.type(TYPED)
    overlay = sheet.locator("#sign-in-again")
    expect(overlay).to_be_visible()
    overlay.locator("[name=username]").fill("eva")
    overlay.locator("[name=password]").fill(PASSWORD)
    overlay.locator("[name=password]").press("Enter")
    expect(overlay).to_be_hidden()
    saved(sheet)
    expect(sheet.locator("#why")).to_have_value(TYPED)
    assert [mark[2] for mark in marks().values()] == [TYPED]


def test_offline_the_cell_waits_and_is_sent_once(sheet):
    sheet.context.set_offline(True)
    sheet.keyboard.press("8")
    state = sheet.locator(".t-top [data-save]")
    expect(state).to_have_attribute("data-s", "off")
    expect(state).to_contain_text("1")
    sheet.keyboard.press("5")
    sheet.context.set_offline(False)
    saved(sheet)
    assert [mark[0] for mark in marks().values()] == [5]


def test_a_lost_answer_is_asked_for_again_and_saved_once(sheet):
    """The server saves, the answer is lost on the way; the same operation is sent again."""
    lost = []

    def lose(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    sheet.route("**/scoring/cells/**", lose)
    sheet.keyboard.press("8")
    expect(sheet.locator(".t-top [data-save]")).to_have_attribute("data-s", "off")
    saved(sheet)
    assert (lost, Event.objects.count(), Score.objects.get().version) == ([200], 1, 1)


def test_leaving_asks_only_with_unsaved_cells(sheet):
    asked = []
    sheet.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    sheet.keyboard.press("7")
    saved(sheet)
    sheet.goto("/s/S-0001/scoring/forms/")
    assert asked == []
    sheet.goto("/s/S-0001/scoring/")
    sheet.context.set_offline(True)
    sheet.keyboard.press("6")
    expect(sheet.locator(".t-top [data-save]")).to_have_attribute("data-s", "off")
    sheet.evaluate("location.reload()")
    sheet.wait_for_timeout(300)
    assert asked == ["beforeunload"]


def test_closing_the_round_locks_the_open_page(sheet, s):
    rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    sheet.keyboard.press("7")
    expect(sheet.locator(".t-top [data-save]")).to_have_attribute("data-s", "off")
    note = sheet.locator("#notices .t-note")
    expect(note).to_be_visible()
    expect(note.locator("[data-kept]")).to_contain_text("0")
    expect(note.locator("li")).to_have_count(1)
    expect(note.locator("a")).to_have_attribute("href", "/s/S-0001/")
    expect(sheet.locator("[data-count=all]").first).to_have_text("0/6")
    expect(sheet.locator("[data-submit]")).to_have_count(0)
    sheet.keyboard.press("5")
    expect(sheet.locator("[data-count=all]").first).to_have_text("0/6")
    assert marks() == {}


def test_on_a_phone(s, open_page):
    page = open_page(s.committee.eva.user, **PHONE)
    page.goto("/s/S-0001/scoring/")
    card = page.locator(".t-scorecard[data-on]")
    first = card.get_attribute("aria-label")
    card.locator("[data-points='9']").tap()
    card.locator("[data-level=demonstrated]").tap()
    card.locator("[data-part=write]").tap()
    page.keyboard.type(TYPED)
    page.locator("[data-go=on]").tap()
    expect(page.locator(".t-scorecard[data-on]")).not_to_have_attribute("aria-label", first)
    page.locator("[data-go=on]").tap()
    expect(page.locator("#phone h1")).to_contain_text("智能机器人")
    page.locator("[data-list]").tap()
    page.locator("[data-jump=T1]").tap()
    expect(page.locator("#phone h1")).to_contain_text("集成与 API")
    page.locator(".t-scorecard[data-on] [data-points='0']").tap()
    expect(page.locator(".t-phone [data-save]")).to_have_attribute("data-s", "")
    assert sorted(value for value in marks().values()) == [(0, "none", ""), (9, "demonstrated", TYPED)]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate("""[...document.querySelectorAll("#phone button, #phone a")].filter(
        (one) => one.offsetParent && Math.min(one.offsetWidth, one.offsetHeight) < 32).length""")
    assert small == 0


def test_the_phone_says_what_is_missing_and_where_to_go(s, open_page):
    page = open_page(s.committee.eva.user, **PHONE)
    page.goto("/s/S-0001/scoring/")
    on, card = page.locator("[data-go=on]"), page.locator(".t-scorecard[data-on]")
    expect(card.locator("[data-part=lacks]")).to_have_text("未打分")
    for place in range(6):
        card.locator(f"[data-points='{9 if place == 1 else 6}']").tap()
        if place < 5:
            before = page.locator("#phone h1").inner_text() + card.get_attribute("aria-label")
            on.tap()
            page.wait_for_function(
                """before => document.querySelector("#phone h1").innerText
                + document.querySelector(".t-scorecard[data-on]").getAttribute("aria-label") !== before""",
                arg=before,
            )
    expect(on).to_have_text("去补 1 条理由")
    page.locator("[data-list]").tap()
    expect(page.locator("[data-jump] small")).to_have_text("缺 1 条理由")
    page.locator("#criteria [data-close]").tap()
    on.tap()
    expect(card).to_have_attribute("data-lacks", "rationale")
    expect(card.locator("[data-part=lacks]")).to_have_text("缺理由")
    card.locator("[data-part=write]").tap()
    page.keyboard.type(TYPED)
    page.locator("[data-list]").tap()
    page.locator("[data-jump]").last.tap()
    on.tap()
    expect(on).to_have_text("提交")
    on.tap()
    expect(page.locator(".t-phone__done")).to_contain_text("提交")
    expect(page.locator("#notices")).to_contain_text("已提交")
    assert Sheet.objects.get().submitted_at is not None


def test_a_tap_that_stops_the_way_to_the_next_card_does_not_turn_back(s, open_page):
    page = open_page(s.committee.eva.user, **PHONE)
    page.goto("/s/S-0001/scoring/")
    first, second = page.locator(".t-scorecard").all()[:2]
    page.locator("[data-go=on]").tap()
    expect(second).to_have_attribute("data-on", "")
    first.dispatch_event("pointerdown")
    first.dispatch_event("touchstart")
    page.locator("#phone [data-part=cards]").evaluate("cards => cards.scrollTo({left: 0, behavior: 'instant'})")
    expect(second).to_be_in_viewport(ratio=0.9)
    expect(second).to_have_attribute("data-on", "")


@in_every_dress
def test_axe_finds_nothing(s, open_page, language, theme, size, share):
    s.give("eva", "F1", "A", 7)
    s.give("eva", "F1", "B", None, not_applicable=True, rationale="不卖。")
    s.give("eva", "F2", "A", 10)
    page = dressed(open_page, s.committee.eva.user, language, theme, size)
    assert faults_of(page, ["scoring/", "scoring/forms/", "scoring/forms/F1/"][share], "/s/S-0001/") == []


@in_every_dress
def test_axe_finds_nothing_on_the_pages_of_the_round(s, open_page, language, theme, size, share):
    s.give("eva", "F1", "A", 10, rationale=TYPED)
    page = dressed(open_page, s.committee.chen.user, language, theme, size)
    assert faults_of(page, ["scoring/", "scoring/close/"][share], "/s/S-0001/") == []
    rounds.close_round(s.selection, member=s.member("chen"), reason="时间到了，其余格子不再等。")
    assert faults_of(page, ["scoring/", "scoring/keep-means/"][share], "/s/S-0001/") == []
    rounds.keep_means(s.selection, member=s.member("chen"))
    assert faults_of(page, ["scores/"], "/s/S-0001/") == []
