"""Can the chair choose an excluded vendor in the browser, and what does that ask for and print?"""

import html
import re
from io import BytesIO

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import expect
from pypdf import PdfReader

from reports import printing, tasks
from reports.models import Decision, State
from reports.paper import book
from reports.paper.printed_run import PrintedRun
from reports.runs import execute, request_run
from selection.models import Member, Phase, User
from tests.browser import violations
from tests.reports import finished

pytestmark = pytest.mark.django_db(transaction=True)

REASON = {
    "zh-hans": "云桥客服的工作台最稳，委员会一致同意。",
    "en": "Its desk was the steadiest; the committee agrees.",
}
WAIVER = {"zh-hans": "全量导出写进合同，验收时再测。", "en": "The full export is written into the contract and tested."}
SAYS = {
    "zh-hans": ("委员会选定 A 云桥客服", "决定人 许之恒，主席", "R-17"),
    "en": ("The committee chose A Yunqiao Desk", "Decided by Xu Zhiheng, chair", "R-17"),
}


def excluded():
    """A fails a must-have, and the result is clear without it."""
    decision_file = finished.failing(finished.inputs(), "A")
    decision_file["options"] |= {"bar": "1", "lead": "0"}
    demo = finished.selection(decision_file=decision_file, phase=Phase.DECIDE)
    execute(request_run(demo)[0].pk)
    return demo


def flat(text):
    return "".join(text.split())


@pytest.mark.parametrize(
    ("language", "script", "printed"),
    [
        ("zh-hans", True, "in a file"),
        ("en", False, "on its page"),
        pytest.param("en", False, "in a file", marks=pytest.mark.campaign),
    ],
)
def test_an_excluded_vendor_is_refused_without_a_waiver_and_printed_with_it(language, script, printed, open_page):
    demo = excluded()
    User.objects.filter(username="xu").update(language=language)
    page = open_page(User.objects.get(username="xu"), java_script_enabled=script)
    with translation.override(language):
        write(page, demo, language)
        waive(page, language)
    decision = Decision.objects.get()
    assert (decision.vendor.code, decision.reason) == ("A", REASON[language])
    assert decision.waivers == [{"kind": "excluded", "reason": WAIVER[language]}]
    told = {"in a file": file, "on its page": second_page}[printed](decision, language)
    wanted = (*SAYS[language], REASON[language], WAIVER[language])
    assert [words for words in wanted if flat(words) not in told] == []


def write(page, demo, language):
    page.goto(f"/s/{demo.code}/decision/record/")
    assert page.locator("[name=vendor]:checked").count() == 0
    mark = page.locator("label", has=page.locator("[name=vendor][value=A]"))
    expect(mark).to_contain_text("R-17")
    page.check("[name=vendor][value=A]")
    page.fill("[name=reason]", REASON[language])
    page.get_by_role("button", name=_("Continue"), exact=True).click()
    assert not Decision.objects.exists()
    expect(page.locator("main")).to_contain_text(REASON[language])


def waive(page, language):
    record = page.get_by_role("button", name=_("Record the decision"), exact=True)
    for text in ("", "R-17"):
        page.fill("[name=waiver_excluded]", text)
        record.click()
        expect(page.locator("[name=waiver_excluded]")).to_have_attribute("aria-invalid", "true")
        assert not Decision.objects.exists()
    page.fill("[name=waiver_excluded]", WAIVER[language])
    record.click()
    page.wait_for_url("**/decision/")
    expect(page.locator("main")).to_contain_text(WAIVER[language])


def file(decision, language):
    """What the report says on its second page, made by the worker; it carries the outcome."""
    chair = Member.objects.select_related("selection", "user").get(selection=decision.selection, key="xu")
    report, _is_new = printing.request_report(decision.run, language=language, member=chair)
    tasks.render_report(report.pk)
    report.refresh_from_db()
    assert (report.state, report.error) == (State.DONE, "")
    with report.file.open("rb") as file:
        pdf = PdfReader(BytesIO(file.read()))
    assert pdf.attachments["outcome.json"] == [decision.outcome.encode()]
    return flat(pdf.pages[1].extract_text())


def second_page(decision, language):
    """The same before it is set in type."""
    case = PrintedRun.for_paper(decision.run, language=language, is_draft=False, outcome=decision.outcome)
    with translation.override(language):
        page = re.split("<h1[ >]", book.html(case))[2]
    return flat(html.unescape(re.sub("<[^>]+>", "", page)))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_steps_are_accessible(theme, open_page):
    demo = excluded()
    User.objects.filter(username="xu").update(theme=theme)
    page = open_page(User.objects.get(username="xu"), bypass_csp=True)
    page.goto(f"/s/{demo.code}/decision/record/")
    faults = violations(page)
    page.check("[name=vendor][value=A]")
    page.fill("[name=reason]", REASON["zh-hans"])
    page.locator("main form button.btn-primary").click()
    page.wait_for_selector("[name=waiver_excluded]")
    assert faults + violations(page) == []
