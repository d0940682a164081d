"""Which workbook does one person take along to score without a connection? It holds that person's cells alone."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from criteria.models import Level
from scoring.cells import CHOSEN_BY_HAND, HIGHEST, LONGEST_RATIONALE, LOWEST, STRONG, UNEXPLAINED
from scoring.events import ScoringEvent
from scoring.grid import Grid, grid
from scoring.models import Round
from scoring.offline.tickets import Ticket, digest_of
from scoring.rows import Cell, CriterionRow
from selection import ledger, origins
from selection.access import check
from selection.formats import level_name
from selection.languages import text_of
from selection.models import Member
from selection.taking import KINDS, TakenFile, file_name
from tables.filling import Column, Form, Line, cell_name, form_workbook

CODE, CRITERION, QUESTION, LETTER, VENDOR, POINTS, NOT_APPLICABLE, LEVEL, REASON = range(9)
SELECTION, ROUND, PERSON, STATE, SIGNATURE = range(9, 14)


def take_sheet(member: Member) -> TakenFile:
    """One's own cells of the open round as a workbook; taking it is an event that says nothing of what is in it."""
    check(member, "score")
    sheet = own_sheet(member)
    selection, mark = member.selection, origins.mark(origins.kind_of(member.selection))
    content = form_workbook(
        form_of(sheet, member),
        about=(_("How it works"), list(_about())),
        code=selection.code,
        made=timezone.localdate(),
        mark=mark,
    )
    with transaction.atomic():
        note(ScoringEvent.SHEET_TAKEN_ALONG, member, sheet.round)
    return TakenFile(content, file_name(selection, "own_scores", "xlsx"), KINDS["xlsx"])


def own_sheet(member: Member) -> Grid:
    """The sheet of the open round."""
    sheet = grid(member)
    if sheet is None or not sheet.total:
        raise ValidationError(_("No criterion is assigned to you"))
    return sheet


def note(type: ScoringEvent, member: Member, round: Round, **payload: object) -> None:
    name = f"{round.number}/{member.key}"
    ledger.record(type, selection=member.selection, member=member, object=name, payload=payload)


def form_of(sheet: Grid, member: Member) -> Form:
    lines = [_line(row, cell, sheet.round, member=member) for row in sheet.rows for cell in row.cells]
    return Form(_("My scores"), _columns(), lines, {POINTS: _needs_points(), REASON: _needs_reason()})


def _columns() -> list[Column]:
    levels = [level_name(level) for level in CHOSEN_BY_HAND]
    return [
        Column(_("Code"), 9),
        Column(_("Criterion"), 24),
        Column(_("Question"), 40),
        Column(pgettext("vendor", "Letter"), 7),
        Column(_("Vendor"), 20),
        Column(
            pgettext("mark", "Points"),
            8,
            is_open=True,
            numbers=(LOWEST, HIGHEST),
            refusal=_("Give whole points from 0 to 10."),
        ),
        Column(
            _("Not applicable"), 11, is_open=True, choices=[_("yes")], refusal=_("Choose “yes”, or leave it empty.")
        ),
        Column(_("Evidence level"), 17, is_open=True, choices=levels, refusal=_("Choose a level from the list.")),
        Column(
            _("Rationale"),
            50,
            is_open=True,
            longest=LONGEST_RATIONALE,
            refusal=_("Keep the rationale under %(limit)s characters.") % {"limit": LONGEST_RATIONALE},
        ),
        *(Column(head, 6, is_small=True) for head in _small_heads()),
    ]


def _small_heads() -> list[str]:
    return [_("Selection"), _("Round"), _("Person"), _("State"), _("Signature")]


def _line(row: CriterionRow, cell: Cell, round: Round, *, member: Member) -> Line:
    given = cell.given
    ticket = Ticket(
        selection=member.selection.code,
        round=round.number,
        person=member.key,
        criterion=cell.criterion.code,
        vendor=cell.vendor.code,
        version=cell.version,
        digest=digest_of(given),
    )
    shows_level = given.is_given or given.level != Level.NONE
    cells: list[str | int | None] = [
        ticket.criterion,
        text_of(cell.criterion, "name"),
        text_of(cell.criterion, "question"),
        ticket.vendor,
        text_of(cell.vendor, "name"),
        given.score,
        _("yes") if given.is_not_applicable else None,
        level_name(given.level) if shows_level else None,
        given.rationale or None,
        ticket.selection,
        str(ticket.round),
        ticket.person,
        ticket.state,
        ticket.signature,
    ]
    return Line(cells, _notes(row, cell))


def _notes(row: CriterionRow, cell: Cell) -> dict[int, str]:
    """What the points mean, beside the place where they are given."""
    bands = [f"{band.points}: {text_of(band, 'text')}" for band in row.bands]
    anchors = "\n".join(filter(None, (row.rubric, *bands)))
    notes = {POINTS: anchors} if anchors else {}
    return notes | ({LEVEL: _("A POC record has made this POC-verified.")} if cell.is_proven else {})


def _needs_reason() -> str:
    """The rule of `cells.demands_rationale` and of “not applicable”, as a formula."""
    points, level = cell_name(POINTS), cell_name(LEVEL)
    weak = ",".join(f"{level}={_quoted(name)}" for name in ("", *map(level_name, (Level.NONE, Level.CLAIMED))))
    outside = f"{points}<{UNEXPLAINED.start},{points}>{UNEXPLAINED.stop - 1}"
    scored = f"AND(ISNUMBER({points}),OR({outside},AND({points}>={STRONG},OR({weak}))))"
    return f'=AND(TRIM({cell_name(REASON)})="",OR({cell_name(NOT_APPLICABLE)}={_quoted(_("yes"))},{scored}))'


def _needs_points() -> str:
    """Both points and “not applicable”."""
    return f'=AND({cell_name(POINTS)}<>"",{cell_name(NOT_APPLICABLE)}<>"")'


def _quoted(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def _about() -> Iterator[str]:
    yield _("Fill in the light cells: whole points from 0 to 10, how well they are proven, and why.")
    yield _("What the points mean stands beside each cell as a comment.")
    yield _("A rationale is needed outside 4 to 8, and from 7 on a mere claim.")
    yield _("Where the criterion does not apply, choose “yes” and write why, without points.")
    yield _("Lines may be sorted, and those left out stay as they are in Touchstone.")
    yield _("The small columns at the right say whose line it is; a line in which they were changed is refused.")
    yield _("Bring the file back while the round is open. Nothing is submitted by that.")
