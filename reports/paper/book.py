"""What does the whole report look like, as one page of HTML with its style?"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from reports.decision_file.origin import IMPORTED
from reports.paper import (
    annex,
    costs,
    cover,
    decided,
    dissent,
    exceptions,
    matrix,
    methods,
    origin,
    pictures,
    proof,
    stability,
    summary,
    trials,
)
from reports.paper.printed_run import PrintedRun
from reports.paper.words import phrases
from reports.pdf import glyphs, typefaces
from reports.pdf.sandbox import Attached, Job
from selection import ledger
from selection.languages import LANGUAGES, current, pick

STYLE = Path(settings.BASE_DIR) / "templates" / "reports" / "report" / "report.css"
ATTACHMENT, OUTCOME = "decision.json", "outcome.json"
NAME_AT_TOP = 46
# The renderer measures spaces at the ends of a paragraph, and may break a line that would fit for them.
BLOCKS = "p|li|dt|dd|div|h[1-6]|caption|figcaption"
ENDS = re.compile(rf"(<(?:{BLOCKS})(?: [^<>]*)?>)\s+|\s+(?=</(?:{BLOCKS})>)")


def job(case: PrintedRun) -> Job:
    """What `reports.pdf.rendering.render` needs."""
    with translation.override(case.language):
        page = glyphs.legible(html(case))
        return {
            "html": page,
            "css": typefaces.rules(case.language, page) + style(),
            "identifier": case.file_hash,
            "created": case.computed_at.isoformat(),
            "attachments": list(attachments(case)),
        }


def attachments(case: PrintedRun) -> Iterator[Attached]:
    """The inputs, and in a final report what was decided."""
    inputs = _("The inputs of this report: criteria, weights, vendors, costs and every score")
    yield {"name": ATTACHMENT, "description": inputs, "text": case.text}
    if case.outcome_text:
        outcome = _("What was decided: the choice, its reason, who and when, waivers and exceptions")
        yield {"name": OUTCOME, "description": outcome, "text": case.outcome_text}


def style() -> str:
    """The style sheet, with the faces of all scripts where it names the Chinese one."""
    return STYLE.read_text(encoding="utf-8").replace(f'"{typefaces.CHINESE.name}"', typefaces.AROUND_CHINESE)


def html(case: PrintedRun) -> str:
    """The pages in order, in the language of the report; everything a person typed is escaped."""
    with translation.override(case.language):
        return ENDS.sub(r"\1", _html(case))


def _html(case: PrintedRun) -> str:
    return render_to_string(
        "reports/report/report.html",
        {
            "case": case,
            "lang": LANGUAGES[current()],
            "title": f"{pick(case.decision_file['selection']['name'])[0]} · {_('Decision report')}",
            "header": _shortened(pick(case.decision_file["selection"]["name"])[0]),
            "label": case.label(),
            "state": origin.state(case),
            "mark": origin.mark(case),
            "hash": proof.grouped(case.file_hash),
            "head": (case.head[0], proof.grouped(case.head[1][: ledger.SHORT])) if case.head else None,
            "cover": cover.section(case),
            "decided": decided.section(case),
            "summary": summary.section(case),
            "matrix": matrix.section(case),
            "stability": stability.section(case),
            "pictures": pictures.section(case),
            "costs": costs.section(case),
            "trials": trials.section(case),
            "dissent": dissent.section(case),
            "exceptions": exceptions.section(case),
            "annex": annex.section(case),
            "methods": methods.section(case),
            "signers": signers(case),
            "proof": proof.section(case),
        },
    )


def _shortened(name: str) -> str:
    return name if len(name) <= NAME_AT_TOP else name[: NAME_AT_TOP - 1].rstrip() + "…"


def signers(case: PrintedRun) -> list[tuple[str, str]]:
    """Who sits on the committee: chairs and evaluators, by department; nobody signs for the people of a file."""
    if case.came_as == IMPORTED:
        return [(name, _("imported the file"))] if (name := origin.importer(case)) else []
    members = [p for p in case.decision_file["people"] if {"chair", "evaluator"} & set(p["roles"])]
    return [
        (case.person(p["key"]), phrases([dissent.department(case, p["key"]), case.note(p["key"])])) for p in members
    ]
