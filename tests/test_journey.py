"""Can a committee go the whole way, from a template to a report, with the browser alone and in either language?"""

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from playwright.sync_api import expect
from pypdf import PdfReader

from analysis.decision_file import read
from analysis.evaluation import evaluate
from criteria import content
from scoring.models import Score
from selection.models import User
from tests.cast import PASSWORD
from tests.services import wait_for

pytestmark = pytest.mark.django_db(transaction=True)

VENDORS = {"A": ("云桥客服", "Yunqiao Desk"), "B": ("灵犀智服", "Lingxi Service"), "C": ("远帆云联", "Yuanfan Cloud")}
OPENED = {"F-AI": ("F-AI-01", "F-AI-02", "F-AI-04", "F-AI-06")}
FACTS = {
    "F-AI-01": ("96", "93.5", "91"),
    "F-AI-02": ("90", "82", "75"),
    "F-AI-04": ("95", "88", "80"),
    "F-AI-06": ("100", "80", "60"),
    "A-AV-01": ("99.95", "99.9", "99.9"),
    "A-AV-02": ("0.5", "2", "4"),
    "A-AV-03": ("420", "600", "760"),
    "S-SU-01": ("2", "4", "8"),
    "F-BI-01": ("24", "16", "12"),
    "F-UX-01": ("1.5", "2", "3"),
    "F-UX-02": ("78", "72", "66"),
    "C-RO-01": ("11", "14", "18"),
    "S-IM-04": ("6", "9", "12"),
    "S-EC-01": ("85", "70", "60"),
}
# A vendor's licence on signing and in five years, and what its quote leaves out; in 10 000 CNY.
COSTS = {"A": ((20, 60, 60, 66, 72, 80), 40), "B": ((10, 50, 55, 60, 66, 74), 90), "C": ((0, 40, 44, 48, 52, 60), 150)}
# Who scores which categories, so that some cells have two voices and others one.
EVALUATORS = {"eva": ("F", "R"), "fay": ("A", "C", "S"), "gus": ("A", "R")}
PEOPLE = {
    "chen": ("陈主席", "Chen"),
    "bo": ("柏买", "Bo"),
    "eva": ("叶娃", "Eva"),
    "fay": ("费雅", "Fay"),
    "gus": ("古思", "Gus"),
}
# What the POC proves, per scenario: a failure proves as much as a success; what was not tried proves nothing.
MEASURED = "F-AI-01"
PROVEN = {
    MEASURED: {"A": ("pass", "97.2"), "B": ("partial", "92.5"), "C": ("fail", "86")},
    "F-CH": {"A": ("pass", ""), "B": ("fail", "")},
}
SCENARIOS = {MEASURED: ("五百条真实咨询", "500 real enquiries"), "F-CH": ("六个渠道进线", "Six channels at once")}
BASE = {"A": 7, "B": 6, "C": 5}
HEADLINE = (
    "A云桥客服领先 {lead} 分，排第一的把握 {odds}（门槛 70%）。",
    "AYunqiao Desk leads by {lead} points, {odds} chance of first place (bar 70%).",
)
LOADED = "domcontentloaded"  # by then the page's modules have run
LEVELS = ("none", "claimed", "documented", "demonstrated", "reference")


@pytest.mark.parametrize("language", ["zh-hans", pytest.param("en", marks=pytest.mark.campaign)])
def test_committee_goes_from_a_template_to_a_report(language, open_page, start_worker, tmp_path):
    start_worker()
    content.load()
    for name, (zh, en) in PEOPLE.items():
        User.objects.create_user(name, password=PASSWORD, name_zh=zh, name_en=en)
    with translation.override(language):
        journey = Journey(open_page, language, tmp_path)
        journey.go()


class Journey:
    """The committee's windows, and what each of them did."""

    def __init__(self, open_page, language, folder):
        self.open_page, self.language, self.folder = open_page, language, folder
        self.refused = []
        self.given = {}

    def go(self):
        chen = self.sign_in("chen")
        start_from_template(chen, self)
        open_groups(chen)
        seat_committee(chen)
        bo = self.sign_in("bo")
        add_vendors(bo, self)
        paste_facts(bo)
        add_costs(bo, self)
        judge_needs(bo)
        plan_poc(bo, self)
        seal(chen)
        open_scoring(bo)
        for name in EVALUATORS:
            self.given |= score_by_keyboard(self.sign_in_by_keyboard(name), name, self.language)
        record_trials(bo)
        close_and_keep(chen)
        totals, headline = analyse(chen, self)
        report(chen, self, totals, headline)
        decide(chen, self)
        assert given_scores() == self.given
        assert self.refused == []

    def window(self):
        page = self.open_page(reduced_motion="reduce")
        page.on("response", lambda answer: self.refused.append(answer.url) if answer.status >= 400 else None)
        page.goto("/sign-in/")
        if self.language == "en":
            press(page, "English", within="#rail")
        return page

    def sign_in(self, name):
        page = self.window()
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        press(page, _("Sign in"))
        return page

    def sign_in_by_keyboard(self, name):
        page = self.window()
        expect(page.locator("[name=username]")).to_be_focused()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        with page.expect_navigation(wait_until=LOADED):
            page.keyboard.press("Enter")
        return page

    def own(self, texts):
        return texts[self.language == "en"]

    def amount(self, units):
        """Typed in thousands in English, in 万元 in Chinese."""
        return str(units * 10 if self.language == "en" else units)


def press(page, name, within="main"):
    with page.expect_navigation(wait_until=LOADED):
        page.locator(within).get_by_role("button", name=name, exact=True).click()


def follow(page, name, within="main"):
    with page.expect_navigation(wait_until=LOADED):
        page.locator(within).get_by_role("link", name=name, exact=True).first.click()


def go(page, link, **more):
    with page.expect_navigation(wait_until=LOADED):
        page.locator(link, **more).first.click()


def visit(page, stage):
    """By the rail, as people do."""
    go(page, f"#rail .t-journey a[href$='/{stage}/']")


# ---- Chen
def start_from_template(page, journey):
    follow(page, _("New selection"))
    page.select_option("[name=template]", label=journey.own(("电商零售 v3", "Retail and e-commerce v3")))
    page.fill(f"[name=name_{journey.language[:2]}]", journey.own(("大促前换客服系统", "A new service desk")))
    page.fill("[name=budget_target]", journey.amount(200))
    page.fill("[name=budget_ceiling]", journey.amount(900))
    press(page, _("Create the selection"))


def open_groups(page):
    visit(page, "weights")
    for group, leaves in OPENED.items():
        page.click(f"#open-{group}")
        for leaf in leaves:
            expect(page.locator(f"#r-{leaf}")).to_be_visible()
    expect(page.locator("tfoot .c")).to_have_text("100")


def seat_committee(page):
    go(page, "#rail .t-side__case a")
    go(page, "[aria-labelledby=seats] .end a")
    for name in ("bo", *EVALUATORS):
        page.select_option("[name=user]", value=str(User.objects.get(username=name).pk))
        page.set_checked("[name=roles][value=procurement]", name == "bo")
        page.set_checked("[name=roles][value=evaluator]", name != "bo")
        press(page, _("Add to the committee"))
    for name, categories in EVALUATORS.items():
        assign(page, User.objects.get(username=name).display_name, categories)


def assign(page, name, categories):
    follow(page, f"{_('Change')} {name}")
    for code in categories:
        page.check(f"[name=criteria][value={code}]")
    press(page, _("Save"))


def seal(page):
    visit(page, "weights")
    go(page, "#weights a[href$='/weights/seal/']")
    press(page, _("Seal anyway"))


def close_and_keep(page):
    follow(page, _("Selections"), within="#rail")
    follow(page, _("Go to close"))
    press(page, _("Close the round"))
    follow(page, _("Keep the means and reveal"))
    press(page, _("Keep the means and reveal"))


# ---- Bo
def add_vendors(page, journey):
    follow(page, journey.own(("大促前换客服系统", "A new service desk")))
    visit(page, "vendors")
    for number, names in enumerate(VENDORS.values()):
        follow(page, _("Add a vendor") if number else _("Add the first vendor"))
        page.fill(f"[name=name_{journey.language[:2]}]", journey.own(names))
        press(page, _("Add the vendor"))


def paste_facts(page):
    follow(page, _("Facts"))
    follow(page, _("Paste from a spreadsheet"))
    rows = [("", *VENDORS), *((leaf, *values) for leaf, values in FACTS.items())]
    page.fill("[name=block]", "\n".join("\t".join(row) for row in rows))
    page.fill("[name=source]", "RFP 3")
    press(page, _("Preview"))
    go(page, "[name=write]")
    expect(page.locator("h1 + p")).to_contain_text(_("complete"))


def add_costs(page, journey):
    visit(page, "vendors")
    follow(page, _("Cost lines"))
    for vendor, (licence, outside) in COSTS.items():
        if not page.locator(f".t-tabs a[href$='/{vendor}/'][aria-current]").count():
            go(page, f".t-tabs a[href$='/{vendor}/']")
        follow(page, _("Paste from a spreadsheet"))
        rows = [
            ("K01", journey.own(("坐席许可", "Seats")), journey.own(("是", "yes")), *map(journey.amount, licence)),
            ("K03", journey.own(("接口开发", "Interfaces")), journey.own(("否", "no")), journey.amount(outside)),
        ]
        page.fill("[name=block]", "\n".join("\t".join(row) for row in rows))
        press(page, _("Preview"))
        go(page, "[name=write]")


def judge_needs(page):
    visit(page, "needs")
    for number in (1, 2):
        follow(page, f"{_('Judge')} R-{number:02}")
        for choice in page.locator("[name$=state][value=pass]").all():
            choice.check()
        press(page, _("Save the judgement"))


def plan_poc(page, journey):
    for number, (leaf, names) in enumerate(SCENARIOS.items()):
        visit(page, "poc")
        follow(page, _("Add a scenario") if number else _("Add the first scenario"))
        page.fill(f"[name=name_{journey.language[:2]}]", journey.own(names))
        page.check(f"[name=criteria][value={leaf}]")
        if leaf == MEASURED:
            option = page.locator("[name=measures] option").filter(has_text=leaf)
            page.select_option("[name=measures]", value=option.get_attribute("value"))
        press(page, _("Save"))


def open_scoring(page):
    visit(page, "scoring")
    press(page, _("Open scoring"))


def record_trials(page):
    visit(page, "poc")
    for number, results in enumerate(PROVEN.values(), 1):
        for vendor, (result, value) in results.items():
            page.click(f"#cell-P-{number:02}-{vendor}")
            page.check(f"#opened [name=result][value={result}]")
            page.fill("#opened [name=value]", value)
            page.click("#opened .btn-primary")
            expect(page.locator("#opened")).to_have_count(0)


# ---- the evaluators
def score_by_keyboard(page, name, language):
    tab_to(page, "main .t-turn a[href$='/scoring/']")
    with page.expect_navigation(wait_until=LOADED):
        page.keyboard.press("Enter")
    expect(page.locator(".t-cell:focus")).to_have_count(1)
    given, cell = {}, ""
    while cell != focused(page):
        cell = focused(page)
        leaf, vendor = cell.removeprefix("cell-").rsplit("-", 1)
        given[name, leaf, vendor] = give(page.keyboard, name, leaf, vendor, language)
        page.keyboard.press("Enter")
    saved = page.locator(".t-top [data-save]")
    expect(saved).to_have_attribute("data-s", "")
    expect(saved).to_have_text(re.compile(r"\d\d:\d\d"))
    page.keyboard.press("Control+Home")
    tab_to(page, ".t-head [data-submit] button", key="Shift+Tab")
    with page.expect_navigation(wait_until=LOADED):
        page.keyboard.press("Enter")
    expect(page.locator("[data-submit]")).to_have_count(0)
    return given


def give(keys, name, leaf, vendor, language):
    """Points, a level and, where it is asked for, a reason."""
    spread = sum(map(ord, name + leaf)) % 3 - 1
    score = BASE[vendor] + spread + (2 if leaf == "F-KB" else 0) + (vendor == "B" and sum(map(ord, leaf)) % 2)
    level = 1 + (spread + len(leaf)) % 4
    why = "" if 4 <= score < 7 or (score <= 8 and level > 1) else ("见过。", "Seen.")[language == "en"]
    for digit in str(score):
        keys.press(digit)
    for _step in range(level):
        keys.press("e")
    if why:
        keys.press("r")
        keys.type(why)
        keys.press("Escape")
    return score, LEVELS[level], why


def focused(page):
    return page.evaluate("document.activeElement.id")


def tab_to(page, wanted, key="Tab"):
    for _step in range(60):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    pytest.fail(f"{wanted} cannot be reached with {key}")


def given_scores():
    return {
        (row.member.key, row.criterion.code, row.vendor.code): (row.score, row.level, row.rationale)
        for row in Score.objects.select_related("member", "criterion", "vendor")
    }


# ---- what comes out
def analyse(page, journey):
    """The totals on the page, which are those of the file that leaves."""
    follow(page, _("Go to analysis"))
    press(page, _("Run the analysis"))
    expect(page.locator(".t-verdict h2")).to_be_visible()
    shown = {vendor: page.locator(f"[data-total={vendor}]").inner_text().split()[0] for vendor in VENDORS}
    headline = page.locator(".t-verdict h2").inner_text()
    visit(page, "decision")
    reading = read(download(page, _("Decision file")))
    results = evaluate(reading.decision_file).to_dict()
    assert shown == {vendor: f"{total:.2f}" for vendor, total in results["total"].items()}
    assert headline == journey.own(HEADLINE).format(
        lead=f"{results['total']['A'] - results['total']['B']:.2f}", odds=f"{results['conclusion']['p_first']:.0%}"
    )
    levels = {(leaf, vendor): results["cells"][leaf][vendor]["level"] for leaf in PROVEN for vendor in VENDORS}
    assert {cell for cell, level in levels.items() if level == "poc"} == {
        (leaf, vendor) for leaf, tried in PROVEN.items() for vendor in tried
    }
    return shown, headline


def report(page, journey, totals, headline):
    visit(page, "decision")
    press(page, _("English PDF") if journey.language == "en" else _("Chinese PDF"))
    go(page, "#rail a[href='/inbox/']")
    ready = page.locator(".t-turn").filter(has_text=_("The report is ready"))
    wait_for(lambda: look_again(page) or ready.count())
    go(page, ".t-turn a", has_text=pgettext("button", "Open"))
    file = download(page, _("Download"))
    pages = [page.extract_text() for page in PdfReader(BytesIO(file)).pages]
    assert flat(headline.removeprefix("A")) in flat(pages[1])
    for vendor, names in VENDORS.items():
        assert any(totals[vendor] in line and journey.own(names) in line for line in pages[1].splitlines())
    assert ranked_again(file, journey.folder) == totals


def flat(text):
    return "".join(text.split())


def look_again(page):
    page.wait_for_timeout(1000)
    page.reload()


def ranked_again(file, folder):
    """What the engine says of the file inside the report, without a server."""
    (folder / "decision.json").write_bytes(PdfReader(BytesIO(file)).attachments["decision.json"][0])
    command = [sys.executable, "-m", "analysis", "rank", str(folder / "decision.json")]
    found = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=True)
    return {vendor: f"{total:.2f}" for vendor, total in json.loads(found.stdout)["total"].items()}


def download(page, name):
    with page.expect_download() as started:
        page.locator("main").get_by_role("link", name=name, exact=True).click()
    return Path(started.value.path()).read_bytes()


def decide(page, journey):
    follow(page, _("Start the decision"))
    press(page, _("Start the decision"))
    follow(page, _("Record the decision"))
    page.check("[name=vendor][value=A]")
    page.fill("[name=reason]", journey.own(("实测准确率最高，委员会选它。", "The most accurate in the trial.")))
    press(page, _("Continue"))
    for waiver in page.locator("textarea[name^=waiver_]").all():
        waiver.fill(journey.own(("委员会知道这一点，仍然选它。", "The committee knows and chooses it still.")))
    press(page, _("Record the decision"))
    expect(page.locator(".t-outcome__line")).to_contain_text(journey.own(VENDORS["A"]))
