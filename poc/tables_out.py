"""Which table does the POC make for who takes it along?"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from poc.board import ScenarioRow, TrialCell, board
from selection.languages import text_of
from selection.models import Selection
from tables.writing import Cell, Sheet
from vendors.registry import active
from vendors.tables_out import titled


def poc_sheet(selection: Selection) -> Sheet:
    """Every scenario with how each vendor did, what was measured and what was noted."""
    found = board(selection)
    head = [_("Code"), _("Group"), _("Scenario"), _("Passes when"), _("Criteria")]
    head += vendor_heads(selection)
    return Sheet(_("POC"), head, [_scenario(row) for row in found.rows], fixed=3)


def vendor_heads(selection: Selection) -> list[str]:
    """The heads of how each vendor did, in this order."""
    value, note = pgettext("value of a trial", "Measured"), _("Note")
    return [head for row in active(selection) for head in (titled(row), f"{row.code} {value}", f"{row.code} {note}")]


def results_to_fill_in(selection: Selection) -> Sheet:
    """Scenarios down and vendors across, as results are read."""
    rows: list[list[Cell]] = [[row.code, text_of(row, "name")] for row in selection.poc_scenarios.all()]
    return Sheet(_("POC"), [_("Code"), _("Scenario"), *vendor_heads(selection)], rows, fixed=2)


def _scenario(row: ScenarioRow) -> list[Cell]:
    scenario = row.scenario
    linked = pgettext("list", ", ").join(text_of(leaf, "name") for leaf in scenario.criteria.all())
    return [
        scenario.code,
        text_of(scenario, "group") or None,
        text_of(scenario, "name"),
        text_of(scenario, "pass_line") or None,
        linked or None,
        *(one for cell in row.cells for one in _trial(cell)),
    ]


def _trial(cell: TrialCell) -> tuple[Cell, Cell, Cell]:
    note = text_of(cell.trial, "note") if cell.trial else ""
    return str(cell.result.label), cell.measured or None, note or None
