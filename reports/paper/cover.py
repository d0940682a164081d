"""What is this report, of whom, and in which state?"""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from reports.paper import origin
from reports.paper.dissent import department
from reports.paper.printed_run import PrintedRun
from reports.paper.words import day, full_day, joined, phrases
from selection.languages import marked, pick
from selection.models import Department
from selection.origins import IMPORTED

SIZES = ((12, "xl"), (24, "l"), (48, "m"), (96, "s"))
WIDE = 2.0
FIRST_WIDE = 0x2E80  # from the radicals of Chinese on


def section(opened: PrintedRun) -> dict[str, Any]:
    selection = opened.decision_file["selection"]
    name = pick(selection["name"])[0]
    return {
        "name": marked(selection["name"]),
        "size": _size(name),
        "organisation": marked(selection["organisation"]) or "–",
        "is_imported": opened.came_as == IMPORTED,
        "origin": origin.sentence(opened),
        "decided": _decided(opened),
        "chair": _chairs(opened) or "–",
        "committee": _committee(opened) or "–",
    }


def _decided(opened: PrintedRun) -> str:
    """A final report names the day of the decision; a draft says that there is none, and the day that is planned."""
    if opened.decided_at:
        return full_day(opened.decided_at.date())
    if not opened.is_draft:
        return _("not recorded in Touchstone")
    planned = day(opened.decision_file["selection"]["decision_date"])
    return phrases([_("not decided"), _("planned for %(day)s") % {"day": full_day(planned)} if planned else ""])


def _size(name: str) -> str:
    """The longer the name, the smaller: a Chinese character is as wide as two letters."""
    width = sum(1.0 if ord(character) >= FIRST_WIDE else 1 / WIDE for character in name)
    return next((size for most, size in SIZES if width <= most), "xs")


def _chairs(opened: PrintedRun) -> str:
    return joined(
        phrases((opened.person(person["key"]), department(opened, person["key"])))
        for person in opened.decision_file["people"]
        if "chair" in person["roles"]
    )


def _committee(opened: PrintedRun) -> str:
    """Evaluators by department: Customer service 2, IT, Finance."""
    counts = Counter(person["department"] for person in opened.evaluators)
    return joined(
        f"{Department(key).label} {counts[key]}" if counts[key] > 1 else str(Department(key).label)
        for key in Department.values
        if counts[key]
    )
