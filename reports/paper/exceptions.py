"""The page of exceptions, also when there are none: what did not go the usual way, and why?"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.findings.exceptions import told
from reports.paper.printed_run import PrintedRun
from reports.paper.words import moment, phrases


def section(opened: PrintedRun) -> dict[str, Any]:
    found = told(opened.exceptions, zone=opened.decision_file["selection"]["zone"])
    return {
        "lead": _lead(len(found)),
        "entries": [(one, phrases([moment(one.at) if one.at else "", one.who])) for one in found],
    }


def _lead(count: int) -> str:
    if not count:
        return _(
            "There were none: no round was closed early, no scores were left out, nothing was "
            "changed after the round had closed, nothing was mended or waived."
        )
    words = ngettext(
        "%(count)s thing did not go the usual way; here it stands with its reason as it was written.",
        "%(count)s things did not go the usual way; here they stand with their reasons as they were written.",
        count,
    )
    return words % {"count": count}


def closed_early(opened: PrintedRun) -> str:
    """How a round was closed with empty cells, for the table of where a report comes from."""
    found = [
        one
        for one in told(opened.exceptions, zone=opened.decision_file["selection"]["zone"])
        if one.kind == "early_close"
    ]
    return _("; ").join(phrases([one.what, one.reason]) for one in found)
