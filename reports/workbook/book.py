"""Which sheets does a whole selection make for this reader, and what does its first sheet say of the others?"""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from criteria.tables_out import weights_sheet
from poc.tables_out import poc_sheet
from reports.models import Run
from reports.opened_run import OpenedRun
from reports.runs import is_stale, latest_run
from reports.workbook.costs import costs
from reports.workbook.inputs import facts, marks, weights
from reports.workbook.result import result
from scoring.tables_out import members_sheet, scores_sheet
from scoring.visibility import may_see_ranks
from selection import origins
from selection.access import may
from selection.languages import text_of
from selection.models import Member, Phase
from tables.writing import Cell, Sheet, strong
from vendors.tables_out import costs_sheet, facts_sheet, needs_sheet, vendors_sheet
from vendors.visibility import may_see_prices


def book(member: Member) -> list[Sheet]:
    """Everything that this person's pages show as tables; with a result that computes itself once all may see it."""
    sees_prices = may(member, "view_costs") and may_see_prices(member)
    run = latest_run(member.selection) if may_see_ranks(member) and sees_prices else None
    inputs = _of_run(run) if run else _of_today(member, sees_prices=sees_prices)
    selection = member.selection
    beside = [needs_sheet(selection), vendors_sheet(member), poc_sheet(selection), members_sheet(selection)]
    return [_about(member, run, inputs=inputs, beside=beside, sees_prices=sees_prices), *inputs, *beside]


def _of_run(run: Run) -> list[Sheet]:
    """The result and what it was computed from, as the snapshot has it."""
    opened = OpenedRun.of(run)
    criteria, sources = weights(opened), {"rated": marks(opened), "measured": facts(opened), "price": costs(opened)}
    found = result(opened, run.number, weights=criteria, sources=sources)
    return [found, criteria.sheet, *(source.sheet for source in sources.values())]


def _of_today(member: Member, *, sees_prices: bool) -> list[Sheet]:
    selection = member.selection
    found = [weights_sheet(selection), facts_sheet(selection)]
    found += [costs_sheet(selection)] if sees_prices else []
    return found + ([scores_sheet(member)] if may(member, "view_scores") else [])


def _about(
    member: Member, run: Run | None, *, inputs: Sequence[Sheet], beside: Sequence[Sheet], sees_prices: bool
) -> Sheet:
    """What this file is, what stands on which sheet, and what is not in it and why."""
    selection, comma = member.selection, pgettext("list", ", ")
    rows: list[list[Cell]] = [
        strong([_("Selection"), f"{selection.code} {text_of(selection, 'name')}"]),
        [_("Stage"), str(Phase(selection.phase).label)],
        [_("Taken on"), timezone.localdate()],
    ]
    if mark := origins.mark(origins.kind_of(selection)):
        rows.append([_("Origin"), mark])
    if run:
        rows += [[_("Snapshot"), str(run.number)], [_("From the snapshot"), comma.join(sheet.name for sheet in inputs)]]
        rows += [[_("As of today"), comma.join(sheet.name for sheet in beside)], [_("How it is computed"), _computed()]]
        rows += [[_("Please note"), _("Something has changed since the snapshot.")]] if is_stale(run) else []
    else:
        rows.append([_("As of today"), comma.join(sheet.name for sheet in (*inputs, *beside))])
    rows += [[_("Not in this file"), why] for why in _absent(member, run, sees_prices=sees_prices)]
    return Sheet(_("Read me"), [_("About this file"), ""], rows, widths={1: 96})


def _computed() -> str:
    return _(
        "Weights, means, values, costs and totals are formulas: change a mark, a fact, a cost or a weight, and the "
        "result follows. Its last lines compare each total with the official one. An excluded vendor stands in grey "
        "and has no total."
    )


def _absent(member: Member, run: Run | None, *, sees_prices: bool) -> list[str]:
    found = [] if sees_prices else [_("Costs: you do not see prices now.")]
    if not may_see_ranks(member):
        return [*found, _("Scores and result: they come with the reveal.")]
    return found if run else [*found, _("Result: no analysis has been run yet.")]
