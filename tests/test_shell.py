"""Do the shell and its pages work in a real browser, in both languages, themes and widths?"""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from selection import links
from selection.models import Phase, Selection, User
from tests import cast
from tests.browser import PHONE, dressed, faults_of, in_every_dress
from tests.scoring.scene import scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chen():
    return cast.person("chen", language="en")


def test_signing_in_by_keyboard_and_out_again(page):
    cast.person("chen")
    page.goto("/")
    expect(page.locator("[name=username]")).to_be_focused()
    page.keyboard.type("chen")
    page.keyboard.press("Tab")
    page.keyboard.type(cast.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("选型")
    page.click("text=退出登录")
    page.wait_for_url("**/sign-in/")


def test_the_language_is_switched_on_the_spot_and_stays(open_page):
    page = open_page(cast.person("chen"))
    page.goto("/inbox/")
    page.click("button[lang=en]")
    page.wait_for_selector("h1:text('Your turn')")
    assert (page.url.endswith("/inbox/"), page.get_attribute("html", "lang")) == (True, "en")
    page.reload()
    assert page.inner_text("h1") == "Your turn"


def test_the_theme_is_switched_and_stays(open_page, chen):
    page = open_page(chen)
    page.goto("/")
    assert page.get_attribute("html", "data-bs-theme") == "light"
    with page.expect_response("**/theme/"):
        page.click("[data-theme-toggle]")
    page.reload()
    assert page.get_attribute("html", "data-bs-theme") == "dark"


def test_the_theme_follows_the_device_until_one_is_chosen(open_page, chen):
    page = open_page(chen, color_scheme="dark")
    page.goto("/")
    assert page.get_attribute("html", "data-bs-theme") == "dark"


def test_slash_focuses_the_filter_and_question_mark_opens_help(open_page, chen):
    page = open_page(chen)
    page.goto("/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_visible("#help")
    page.keyboard.press("Escape")
    assert not page.is_visible("#help")


def test_long_help_opens_at_its_beginning(open_page, chen):
    cast.join(cast.committee("S-0001", phase=Phase.CONSENSUS, people=()).selection, "chen", "chair")
    page = open_page(chen, viewport={"width": 390, "height": 500})
    page.goto("/s/S-0001/results/")
    page.keyboard.press("?")
    assert page.evaluate("[document.activeElement.id, document.activeElement.closest('dialog').scrollTop]") == [
        "help-title",
        0,
    ]


def test_single_keys_rest_when_switched_off(open_page, chen):
    User.objects.filter(pk=chen.pk).update(letter_keys=False)
    page = open_page(chen)
    page.goto("/")
    page.keyboard.press("?")
    page.keyboard.press("/")
    assert (page.is_visible("#help"), page.evaluate("document.activeElement.name")) == (False, None)


def test_the_list_is_filtered_while_typing(open_page, chen):
    cast.committee("S-0001", name_en="Service desk")
    cast.committee("S-0002", name_en="Outbound calls")
    page = open_page(chen)
    page.goto("/")
    page.fill("[data-filter]", "desk")
    page.wait_for_selector(".t-cases tbody tr >> nth=1", state="detached")
    assert page.locator(".t-cases a.name").all_inner_texts() == ["Service desk"]
    page.reload()
    assert page.locator(".t-cases a.name").all_inner_texts() == ["Service desk"]


def test_back_and_reload_give_a_whole_page(open_page, chen):
    cast.committee("S-0001", name_en="Service desk")
    page = open_page(chen)
    page.goto("/")
    page.fill("[data-filter]", "desk")
    page.wait_for_url("**q=desk**")
    page.click("a.name")
    page.go_back()
    assert page.is_visible("#rail")


def test_an_ended_session_asks_to_sign_in_over_the_page_and_goes_on(open_page, chen):
    cast.committee("S-0001", name_en="Service desk")
    page = open_page(chen)
    page.goto("/")
    Session.objects.all().delete()
    page.fill("[data-filter]", "nothing like it")
    page.wait_for_selector("#sign-in-form input[name=username]")
    page.fill("#sign-in-form input[name=username]", "chen")
    page.fill("#sign-in-form input[name=password]", "wrong")
    page.keyboard.press("Enter")
    page.wait_for_selector("#sign-in-form .errorlist")
    page.fill("#sign-in-form input[name=password]", cast.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#cases .t-empty")
    assert (page.is_visible("#sign-in-again"), page.input_value("[data-filter]")) == (False, "nothing like it")


def test_a_form_sent_after_the_session_ended_is_saved_after_all(open_page, chen):
    page = open_page(chen)
    page.goto("/selections/new/")
    page.check("[data-source=blank] input")
    page.fill("[name=name_en]", "Written before lunch")
    Session.objects.all().delete()
    page.click("main button.btn-primary")
    page.fill("[name=username]", "chen")
    page.fill("[name=password]", cast.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text('You are signed in again')")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:text('Written before lunch')")
    assert Selection.objects.get().created_by == chen


def test_a_person_is_added_and_comes_in_through_the_link(open_page):
    page = open_page(cast.person("ada", is_site_admin=True, language="en"))
    page.goto("/people/")
    page.fill("[name=name_en]", "Lin Lan")
    page.click("text=Add and create a link")
    address = page.input_value("#address")
    assert page.is_visible(".t-qr svg")
    guest = open_page()
    guest.goto(address)
    guest.fill("[name=new_password1]", "another-fine-one-7")
    guest.fill("[name=new_password2]", "another-fine-one-7")
    guest.click("main button.btn-primary")
    guest.wait_for_selector("h1:text('选型')")
    assert User.objects.get(username="lin.lan").last_login


def test_the_link_is_copied(open_page):
    page = open_page(cast.person("ada", is_site_admin=True), permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/people/{cast.person('eva').pk}/")
    page.click("text=生成登录链接")
    page.click("[data-copy]")
    page.wait_for_selector("text=已复制")
    assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#address")


def test_only_the_chosen_start_asks_for_more(open_page, chen):
    page = open_page(chen)
    page.goto("/selections/new/")
    shown = {}
    for source in ("template", "blank", "earlier", "file"):
        page.check(f"[data-source={source}] input")
        shown[source] = page.locator("[data-for]").evaluate_all(
            "found => found.filter(one => one.offsetParent).map(one => one.dataset.for)"
        )
    assert shown == {"template": ["template"], "blank": [], "earlier": ["earlier"], "file": ["file"]}


def test_the_size_hint_follows_the_enquiries(open_page, chen):
    page = open_page(chen)
    page.goto("/selections/new/")
    hints = []
    for count in ("49", "50", "500", "501"):
        page.fill("[name=daily_enquiries]", count)
        hints.append(page.locator("[data-sizing] li:visible").all_inner_texts()[0][:8])
    assert hints == ["Under 50", "50 to 50", "50 to 50", "Over 500"]


def test_the_menu_opens_on_a_phone(open_page, chen):
    page = open_page(chen, **PHONE)
    page.goto("/")
    assert not page.is_visible("#rail")
    page.click("[data-menu-toggle]")
    page.click("#rail >> text=Your turn")
    page.wait_for_url("**/inbox/")


PLACES = [
    "/",
    "/inbox/",
    "/selections/new/",
    "/profile/",
    "/s/S-0001/",
    "/s/S-0001/members/",
    "/s/S-0001/edit/",
    "/s/S-0001/cancel/",
    "/people/",
    "/people/refusals/",
]


@in_every_dress
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(open_page, language, theme, size, share):
    chen = scene(Phase.INVITE).committee.chen.user
    User.objects.filter(pk=chen.pk).update(is_site_admin=True)
    page = dressed(open_page, chen, language, theme, size)
    assert faults_of(page, PLACES[share]) + faults_of(page, ["/nowhere/"], status=404) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_at_the_door(open_page, settings, theme):
    settings.IS_DIRECT, settings.EMAIL_HOST = False, "mail.example"
    page = open_page(color_scheme=theme, bypass_csp=True)
    assert faults_of(page, ["/welcome/"]) == []
    token = links.issue(cast.person("eva"), actor=cast.admin())
    doors = ["/sign-in/", f"/access/{token}/", "/forgotten/", "/forgotten/sent/"]
    gone = ["/access/x/", "/forgotten/x/y/"]
    assert faults_of(page, doors) + faults_of(page, gone, status=404) == []


def test_no_space_is_shown_in_a_name_that_is_typed(open_page):
    ada = cast.admin()
    cast.person("甲2")
    page = open_page(ada)
    spacing = "element => getComputedStyle(element).textAutospace"
    for place, typed in (("/people/", "td.t-typed >> text=甲2"), ("/sign-in/", "[name=username]")):
        if place == "/sign-in/":
            page.context.clear_cookies()
        page.goto(place)
        assert page.locator(typed).evaluate(spacing) == "no-autospace"
    assert page.locator("body").evaluate(spacing) == "normal"
