"""Which table do criteria and weights make for who takes them along?"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from criteria.models import Criterion
from criteria.table import Branch, Table, WeightRow, table
from selection.formats import as_decimal
from selection.languages import text_of
from selection.models import Selection
from tables.writing import Cell, Sheet, strong


def weights_sheet(selection: Selection) -> Sheet:
    """Every category with its leaves; weights in percent of the category, and in points of 100 over all."""
    found = table(selection)
    head = [
        _("Code"),
        _("Category"),
        _("Sub-group"),
        _("Criterion"),
        _("Question"),
        _("Kind"),
        _("Dimension"),
        _("Unit"),
        _("Weight within its category, %"),
        _("Weight in all, points of 100"),
    ]
    if found.has_template:
        head += [_("Weight of the template, points of 100"), pgettext("weight", "Change")]
    rows = [row for branch in found.branches for row in _branch(found, branch)]
    return Sheet(_("Criteria and weights"), head, rows, fixed=1)


def _branch(found: Table, branch: Branch) -> list[list[Cell]]:
    top = branch.top.criterion
    name = text_of(top, "name")
    about: list[Cell] = [top.code, name, *[None] * 7, as_decimal(branch.top.points)]
    rows = [strong([*about, *_against_template(found, branch.top)])]
    for group in branch.groups:
        heading = text_of(group.heading, "name") if group.heading else None
        rows += [[row.criterion.code, name, heading, *_leaf(found, row)] for row in group.rows]
    return rows


def _leaf(found: Table, row: WeightRow) -> list[Cell]:
    leaf: Criterion = row.criterion
    return [
        text_of(leaf, "name"),
        text_of(leaf, "question") or None,
        leaf.get_kind_display(),
        leaf.get_dimension_display() or None,
        text_of(leaf, "unit") or None,
        Decimal(leaf.weight).scaleb(-2),
        as_decimal(row.points),
        *_against_template(found, row),
    ]


def _against_template(found: Table, row: WeightRow) -> list[Cell]:
    return [as_decimal(row.before), as_decimal(row.delta)] if found.has_template else []
