"""How does a vendor that fails a must-have stay visible?"""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from analysis.decision_file.typed import NeedEntry
from reports.paper.printed_run import PrintedRun
from reports.paper.words import joined, sentences
from selection.languages import pick


def faded(opened: PrintedRun, vendor: str, text: str) -> SafeString:
    """What a table says of a vendor; in grey when it takes no part."""
    return format_html('<span class="mute">{}</span>' if vendor in opened.excluded else "{}", text)


def excluded(opened: PrintedRun) -> list[str]:
    """Each excluded vendor with the must-haves that it fails and the trials that it failed on them."""
    return [_sentence(opened, vendor) for vendor in opened.excluded]


def _sentence(opened: PrintedRun, vendor: str) -> str:
    codes = [state["need"] for state in opened.results["excluded"] if state["vendor"] == vendor]
    needs = [need for need in opened.decision_file["needs"] if need["code"] in codes]
    told = joined(f"{need['code']} {pick(need['text'])[0]}" for need in needs)
    first = _("In grey: %(vendor)s, excluded, fails %(needs)s.") % {
        "vendor": opened.speaker.vendor(vendor),
        "needs": told,
    }
    failed = joined(_failed(opened, vendor, needs))
    return sentences(first, _("Failed trials: %(trials)s.") % {"trials": failed} if failed else "")


def _failed(opened: PrintedRun, vendor: str, needs: list[NeedEntry]) -> list[str]:
    """The trials that failed on the criteria of these must-haves."""
    criteria = {code for need in needs for code in need["criteria"]}
    criteria |= {need["rule"]["criterion"] for need in needs if need["rule"]}
    criteria |= {node["code"] for node in opened.decision_file["criteria"] if node.get("parent") in criteria}
    return [
        f"{scenario['code']} {pick(scenario['name'])[0]}"
        for scenario in opened.decision_file["poc"]["scenarios"]
        if criteria & {*scenario["criteria"], scenario["measures"]}
        and opened.result(vendor, scenario["code"]) == "fail"
    ]
