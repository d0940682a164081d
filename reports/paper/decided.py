"""What did the committee decide, in its own words, and what did it waive?"""

from typing import Any

from django.utils.translation import gettext as _

from reports.deciding.award import Guard
from reports.deciding.outcome import Outcome
from reports.paper.printed_run import PrintedRun
from reports.paper.words import full_day, moment, phrases
from selection.languages import pick


def section(opened: PrintedRun) -> dict[str, Any] | None:
    """The first page of a final report; nothing for a draft, or where the decision is not recorded."""
    told = opened.outcome
    if told is None:
        return None
    return {
        "vendor": opened.speaker.vendor(told["vendor"]["code"]) if told["vendor"] else "",
        "tile": told["vendor"]["code"] if told["vendor"] else "",
        "reason": told["reason"],
        "who": _who(told),
        "name": pick(told["decided_by"]["name"])[0] if told["decided_by"] else "–",
        "when": moment(opened.decided_at) if opened.decided_at else "–",
        "run": told["run"],
        "waivers": _waivers(opened, told),
        "is_asked": told["waivers"] is not None,
    }


def line(opened: PrintedRun) -> str:
    """Vendor and day in one line; the reason has a page of its own."""
    told = opened.outcome
    if told is None or opened.decided_at is None:
        return _("What the committee decided is not recorded in Touchstone.")
    words = {
        "vendor": opened.speaker.vendor(told["vendor"]["code"]) if told["vendor"] else _("none of the vendors"),
        "day": full_day(opened.decided_at.date()),
    }
    return (
        _(
            "%(vendor)s, on %(day)s; the reason stands whole on the page “Decision”. "
            "This report holds what the decision rests on; it does not recommend."
        )
        % words
    )


def _who(told: Outcome) -> str:
    by = told["decided_by"]
    return phrases([pick(by["name"])[0], _("chair")]) if by else "–"


def _waivers(opened: PrintedRun, told: Outcome) -> list[tuple[str, str]]:
    """What was waived, as the form asked for it, and the reason."""
    guard, code = Guard(opened.results, opened.decision_file), told["vendor"]["code"] if told["vendor"] else ""
    return [(guard.sentence(row["kind"], code), row["reason"]) for row in told["waivers"] or ()]
