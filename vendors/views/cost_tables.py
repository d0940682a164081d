"""Which costs does a table bring in, of one vendor or of all that it names?"""

from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from selection import again
from selection.access import CommitteeRequest, committee
from selection.answering import as_answer, refuse, say_brought
from selection.blindness import hold_to_type
from selection.bringing.answers import Answers, mark_of
from selection.bringing.lists import to_fill_in
from selection.bringing.memory import Recalled, recalled
from selection.bringing.page import pasted
from selection.forms.door import FileDoor
from selection.once import once
from selection.taking import empty_table
from vendors.costing.years import years_of
from vendors.forms.costs import PasteCostsForm
from vendors.models import Vendor
from vendors.pasting.cost_heads import Whose
from vendors.pasting.cost_names import words_of_items
from vendors.pasting.cost_rows import CostBlock, ReadRow
from vendors.pasting.cost_writing import Compared, asking, compared, vanished, write_costs
from vendors.pasting.seat_list import seat_prices_of
from vendors.registry import active
from vendors.tables_out import costs_to_fill_in, titled
from vendors.views.prices import with_prices


@committee("edit_costs")
@require_safe
@with_prices
def cost_lines_empty(request: CommitteeRequest, letter: str = "") -> HttpResponse:
    """Without a letter with a row for each vendor and item."""
    vendors = active(request.selection)
    chosen = [get_object_or_404(vendors, code=letter)] if letter else list(vendors)
    sheet = costs_to_fill_in(request.selection, chosen, has_letters=not letter)
    return as_answer(empty_table(sheet, key="cost_lines_empty", selection=request.selection))


@once
@committee("edit_costs")
@with_prices
def cost_lines_paste(request: CommitteeRequest, letter: str = "") -> HttpResponse:
    """Show what a block says; write it when it is sent a second time, from there. Without a letter of all vendors."""
    return _paste(request, letter, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("edit_costs", is_one_act=False)
@require_POST
@with_prices
def cost_lines_preview(request: CommitteeRequest, letter: str = "") -> HttpResponse:
    """The same, without writing, of a file too: reading it takes longer than the database should wait."""
    door = FileDoor(request.POST, request.FILES)
    door.is_valid()
    # The file is read by now: only the trial is one act.
    with transaction.atomic():
        return _paste(request, letter, door)


def _paste(request: CommitteeRequest, letter: str, door: FileDoor) -> HttpResponse:
    vendor = get_object_or_404(active(request.selection), code=letter) if letter else None
    whose = vendor or request.selection
    is_read = request.method == "POST" and door.is_valid() and not door.is_waiting
    form = PasteCostsForm(request.selection, door.box(request.POST) or None)
    form.fields["block"].required = not door.is_waiting and not door.errors
    found, rows, gone, known, read_as = None, [], [], Recalled(), ""
    if is_read and form.is_valid():
        codes, block = list(form.chosen_scenarios()), form.cleaned_data["block"]
        known = recalled(*asking(whose, block, unit=form.cleaned_data["unit"]), door.answers(block, request.POST))
        read_as = "|".join(form.cleaned_data[name] for name in ("unit", "scenario"))
        is_trial = "write" not in request.POST or not known.is_shown or request.POST.get("read_as", read_as) != read_as
        try:
            found = _tried(request, whose, form, file=door.file_name, is_trial=is_trial, answers=known.answers)
            if not is_trial and not found.bad:
                return _written(request, letter, len(found.read))
            rows, gone = compared(whose, found, codes), vanished(whose, found, codes)
        except ValidationError as error:
            refuse(form, error)
    page = {
        "selection": request.selection,
        "vendor": vendor,
        "form": form,
        "found": found,
        "read_as": read_as,
        "known": known,
        "mark": mark_of(form.cleaned_data["block"]) if found else "",
        "items": words_of_items(),
        "rows": rows,
        "groups": _by_vendor(rows),
        "tally": again.tally([one.mark for one in rows]),
        "vanished": again.ticked(gone, request.POST.getlist("gone")),
        "door": door,
        "years": years_of(request.selection),
        **_addresses(request, letter),
    }
    bad = bool(door.errors or form.errors or (found and found.bad))
    return render(request, "vendors/cost_paste.html", page, status=door.refused_with if bad else 200)


def _tried(
    request: CommitteeRequest, whose: Whose, form: PasteCostsForm, *, file: str, is_trial: bool, answers: Answers
) -> CostBlock:
    return write_costs(
        whose,
        form.cleaned_data["block"],
        unit=form.cleaned_data["unit"],
        scenarios=form.chosen_scenarios(),
        is_everywhere=form.is_everywhere,
        file=file,
        member=request.member,
        is_trial=is_trial,
        remove=() if is_trial else request.POST.getlist("gone"),
        answers=answers,
    )


def _written(request: CommitteeRequest, letter: str, count: int) -> HttpResponse:
    words = ngettext("%(count)s cost is written.", "%(count)s costs are written.", count)
    say_brought(request, "cost_lines", words % {"count": count})
    return redirect(_addresses(request, letter)["back"])


@committee("edit_costs")
@require_safe
@with_prices
def seat_prices_empty(request: CommitteeRequest) -> HttpResponse:
    sheet = to_fill_in(
        seat_prices_of(request.selection), _("Prices per seat"), [[titled(row)] for row in active(request.selection)]
    )
    return as_answer(empty_table(sheet, key="seat_prices_empty", selection=request.selection))


@once
@committee("edit_costs")
@with_prices
def seat_prices_paste(request: CommitteeRequest) -> HttpResponse:
    """Show what a list of prices says; write it when it is sent a second time, from there."""
    return _seat_prices(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@committee("edit_costs", is_one_act=False)
@require_POST
@with_prices
def seat_prices_preview(request: CommitteeRequest) -> HttpResponse:
    """The same, without writing, of a file too."""
    door = FileDoor(request.POST, request.FILES)
    door.is_valid()
    with transaction.atomic():
        return _seat_prices(request, door)


def _seat_prices(request: CommitteeRequest, door: FileDoor) -> HttpResponse:
    """Who tries a list has seen what stands in it, also when nothing is written."""
    kind = seat_prices_of(request.selection)
    if request.method == "POST":
        hold_to_type(request.selection, member=request.member)
    return pasted(request, kind, door, template="vendors/seat_prices_paste.html", page="cost_lines")


def _by_vendor(rows: list[Compared]) -> list[tuple[Vendor, list[tuple[ReadRow, Compared]]]]:
    groups = groupby(rows, key=lambda one: one.row.vendor)
    return [(vendor, [(one.row, one) for one in found]) for vendor, found in groups]


def _addresses(request: CommitteeRequest, letter: str) -> dict[str, str]:
    """Of the pages of this door, which are those of one vendor or of all."""
    args, end = ([request.selection.code, letter], "") if letter else ([request.selection.code], "_all")
    back = "cost_lines_vendor" if letter else "cost_lines"
    names = {"preview": f"cost_lines_preview{end}", "empty": f"cost_lines_empty{end}", "back": back}
    return {name: reverse(view, args=args) for name, view in names.items()}
