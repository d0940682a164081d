"""Who takes which table of a selection along as a file, and what is the file called? Taking is an event."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from selection import ledger, origins
from selection.access import check
from selection.events import CourseEvent
from selection.languages import text_of
from selection.models import Member, Selection
from tables.writing import Sheet, comma_separated, workbook

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
TITLES: dict[str, Promise] = {
    "needs": gettext_lazy("Needs"),
    "weights": gettext_lazy("Criteria and weights"),
    "vendors": gettext_lazy("Vendors"),
    "facts": gettext_lazy("Facts"),
    "cost_lines": gettext_lazy("Cost lines"),
    "tco": gettext_lazy("Total cost"),
    "scores": pgettext_lazy("a table of marks", "Scores"),
    "members": gettext_lazy("Committee"),
    "poc": gettext_lazy("POC"),
    "results": gettext_lazy("Results"),
    "report": gettext_lazy("Tables of the report"),
    "all": gettext_lazy("All tables"),
    "record": pgettext_lazy("page", "Record"),
}
TO_FILL_IN: dict[str, Promise] = {
    "facts_empty": gettext_lazy("Facts to fill in"),
    "cost_lines_empty": gettext_lazy("Costs to fill in"),
    "needs_empty": gettext_lazy("Needs to fill in"),
    "seat_prices_empty": gettext_lazy("Prices per seat to fill in"),
    "scenarios_empty": gettext_lazy("POC scenarios to fill in"),
    "trials_empty": gettext_lazy("POC results to fill in"),
    "vendors_empty": gettext_lazy("Vendors to fill in"),
    "weights_empty": gettext_lazy("Weights to fill in"),
    "members_empty": gettext_lazy("Members to fill in"),
    "people_empty": gettext_lazy("People to fill in"),
    "own_scores": gettext_lazy("My scores"),
}
NOT_IN_NAMES = '\\/:*?"<>|'
LONGEST_NAME = 80


@dataclass(frozen=True)
class TakenFile:
    """What is handed out."""

    content: bytes
    name: str
    kind: str


def take_tables(*sheets: Sheet, key: str, form: str, right: str, member: Member) -> TakenFile:
    """A table as a workbook or as CSV, or several as a workbook, to who holds the right of their page."""
    check(member, right)
    selection = member.selection
    mark = origins.mark(origins.kind_of(selection))
    if form == "csv":
        [sheet] = sheets
        content = comma_separated(sheet, mark=mark)
    else:
        content = workbook(sheets, code=selection.code, made=timezone.localdate(), mark=mark)
    return hand_over(content, key=key, form=form, member=member)


def hand_over(content: bytes, *, key: str, form: str, member: Member) -> TakenFile:
    """What was written leaves as a file, and the record says so."""
    selection = member.selection
    with transaction.atomic():
        ledger.record(
            CourseEvent.TABLE_TAKEN,
            selection=selection,
            member=member,
            object=selection.code,
            payload={"table": key, "form": form},
        )
    return TakenFile(content, file_name(selection, key, form), KINDS[form])


def empty_table(sheet: Sheet, *, key: str, selection: Selection) -> TakenFile:
    """A workbook to fill in; nothing that anybody gave stands in it, so that taking it is no event."""
    content = workbook([sheet], code=selection.code, made=timezone.localdate())
    return TakenFile(content, file_name(selection, key, "xlsx"), KINDS["xlsx"])


def empty_site_table(sheet: Sheet, *, key: str) -> TakenFile:
    """The same, of no selection."""
    title, day = str(TO_FILL_IN[key]), timezone.localdate()
    return TakenFile(workbook([sheet], code=title, made=day), f"{title}-{day.isoformat()}.xlsx", KINDS["xlsx"])


def file_name(selection: Selection, key: str, form: str) -> str:
    """The name of the selection, that of the table and the day, without what a file system refuses."""
    parts = [text_of(selection, "name")[:LONGEST_NAME].strip(), str((TITLES | TO_FILL_IN)[key])]
    parts += [origins.mark(origins.kind_of(selection)), timezone.localdate().isoformat()]
    typed = "-".join(filter(None, parts))
    plain = "".join(" " if sign in NOT_IN_NAMES or not sign.isprintable() else sign for sign in typed)
    return f"{plain.lstrip('. ')}.{form}"
