"""What does the whole report look like, as one page of HTML with its style?"""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

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
from selection.origins import IMPORTED

STYLE = Path(settings.BASE_DIR) / "templates" / "reports" / "report" / "report.css"
ATTACHMENT, OUTCOME = "decision.json", "outcome.json"
NAME_AT_TOP = 46
# The renderer measures spaces at the ends of a paragraph, and may break a line that would fit for them.
BLOCKS = "p|li|dt|dd|div|h[1-6]|caption|figcaption"
ENDS = re.compile(rf"(<(?:{BLOCKS})(?: [^<>]*)?>)\s+|\s+(?=</(?:{BLOCKS})>)")


def job(opened: PrintedRun) -> Job:
    """What `reports.pdf.rendering.render` needs."""
    with translation.override(opened.language):
        page = glyphs.legible(html(opened))
        return {
            "html": page,
            "css": typefaces.rules(opened.language, page) + style(),
            "identifier": opened.file_hash,
            "created": opened.computed_at.isoformat(),
            "attachments": list(attachments(opened)),
        }


def attachments(opened: PrintedRun) -> Iterator[Attached]:
    """The inputs, and in a final report what was decided."""
    inputs = _("The inputs of this report: criteria, weights, vendors, costs and every score")
    yield {"name": ATTACHMENT, "description": inputs, "text": opened.text}
    if opened.outcome_text:
        outcome = _("What was decided: the choice, its reason, who and when, waivers and exceptions")
        yield {"name": OUTCOME, "description": outcome, "text": opened.outcome_text}


def style() -> str:
    """The style sheet, with the faces of all scripts where it names the Chinese one."""
    return STYLE.read_text(encoding="utf-8").replace(f'"{typefaces.CHINESE.name}"', typefaces.AROUND_CHINESE)


def html(opened: PrintedRun) -> str:
    """The pages in order, in the language of the report; everything a person typed is escaped."""
    with translation.override(opened.language):
        return ENDS.sub(r"\1", _html(opened))


def _html(opened: PrintedRun) -> str:
    return render_to_string(
        "reports/report/report.html",
        {
            "opened": opened,
            "lang": LANGUAGES[current()],
            "title": f"{pick(opened.decision_file['selection']['name'])[0]} · {_('Decision report')}",
            "header": _shortened(pick(opened.decision_file["selection"]["name"])[0]),
            "label": opened.label(),
            "state": origin.state(opened),
            "mark": origin.mark(opened),
            "hash": proof.grouped(opened.file_hash),
            "head": (opened.head[0], proof.grouped(opened.head[1][: ledger.SHORT])) if opened.head else None,
            "cover": cover.section(opened),
            "decided": decided.section(opened),
            "summary": summary.section(opened),
            "matrix": matrix.section(opened),
            "stability": stability.section(opened),
            "pictures": pictures.section(opened),
            "costs": costs.section(opened),
            "trials": trials.section(opened),
            "dissent": dissent.section(opened),
            "exceptions": exceptions.section(opened),
            "annex": annex.section(opened),
            "methods": methods.section(opened),
            "signers": signers(opened),
            "proof": proof.section(opened),
        },
    )


def _shortened(name: str) -> str:
    return name if len(name) <= NAME_AT_TOP else name[: NAME_AT_TOP - 1].rstrip() + "…"


def signers(opened: PrintedRun) -> list[tuple[str, str]]:
    """Who sits on the committee: chairs and evaluators, by department; nobody signs for the people of a file."""
    if opened.came_as == IMPORTED:
        return [(name, _("imported the file"))] if (name := origin.importer(opened)) else []
    members = [p for p in opened.decision_file["people"] if {"chair", "evaluator"} & set(p["roles"])]
    return [
        (opened.person(p["key"]), phrases([dissent.department(opened, p["key"]), opened.note(p["key"])]))
        for p in members
    ]
