"""How does somebody's own spreadsheet become a selection?"""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from criteria.matching import known
from criteria.models import Kind
from desk import starting
from desk.confirming import confirmed, rows_of
from desk.forms import FromTableForm
from desk.marks import Aside, sorting
from desk.matrix import read_matrix
from scoring.found import Source
from selection.access import PersonRequest, anyone
from selection.answering import refuse
from selection.bringing.answers import mark_of
from selection.bringing.block import cells
from selection.forms.door import FileDoor
from selection.languages import pick
from selection.once import once
from tables.finding import Lot

KINDS = [(kind.value, kind.label) for kind in (Kind.RATED, Kind.MEASURED, Kind.PRICE)]
WHY = {
    Lot.TITLE: gettext_lazy("title"),
    Lot.TOTAL: gettext_lazy("total"),
    Lot.NOTE: gettext_lazy("remark"),
    Lot.BARE: gettext_lazy("heading, or no name of a criterion"),
    Lot.ABOVE: gettext_lazy("above the head of the table"),
}


@once
@anyone("create_selection")
def from_table(request: PersonRequest) -> HttpResponse:
    """Show what a sheet says; create the selection from what was confirmed."""
    return _answer(request, FileDoor(request.POST or None, request.FILES or None, may_open=False))


@anyone("create_selection")
@require_POST
def from_table_preview(request: PersonRequest) -> HttpResponse:
    """The same, without creating, of a file too: reading it takes longer than the database should wait."""
    return _answer(request, FileDoor(request.POST, request.FILES))


def _answer(request: PersonRequest, door: FileDoor) -> HttpResponse:
    is_read = request.method == "POST" and door.is_valid() and not door.is_waiting
    form = FromTableForm(door.box(request.POST) or None)
    form.fields["block"].required = not door.is_waiting and not door.errors
    page: dict[str, Any] = {"form": form, "door": door}
    if is_read and form.is_valid():
        try:
            block = form.cleaned_data["block"]
            seen = mark_of(block)
            matrix = read_matrix(cells(block), door.merged_in(block))
            is_first = request.POST.get("seen") != seen
            found = confirmed(matrix, request.POST, is_first=is_first)
            page |= {"matrix": matrix, "found": found, "seen": seen, "kinds": KINDS, "library": _library()}
            page |= {"marks": sorting(matrix, found), "is_own": not is_first and "own" in request.POST}
            page["skipped"] = [(number, text, WHY[lot]) for number, text, lot in matrix.skipped_rows]
            if "write" in request.POST and not is_first:
                rows, name = rows_of(found), form.cleaned_data["name"]
                source = _source_of(door, block, is_own=page["is_own"])
                aside = Aside(source, page["marks"].kept)
                made = starting.from_table(actor=request.user, name=name, rows=rows, vendors=found.names, aside=aside)
                messages.success(request, _("%(code)s created; you are the chair.") % {"code": made.code})
                return redirect("overview", made.code)
        except ValidationError as error:
            refuse(form, ValidationError(error.messages))
    is_bad = request.method == "POST" and (form.errors or door.errors)
    return render(request, "desk/from_table.html", page, status=door.refused_with if is_bad else 200)


def _source_of(door: FileDoor, block: str, *, is_own: bool) -> Source:
    """The file, where the box holds a sheet of it as it was read; else the block itself."""
    sheet = door.chosen
    if door.known and sheet and cells(sheet["text"]) == cells(block):
        return Source(door.known["sha256"], door.known["file"], sheet["name"], is_own)
    return Source(hashlib.sha256(block.encode()).hexdigest(), is_own=is_own)


def _library() -> list[tuple[str, str]]:
    return [(one.code, pick({"zh": one.names[0], "en": one.names[1]})[0]) for one in known().values()]


urlpatterns = [
    path("selections/from-a-spreadsheet/", from_table, name="from_table"),
    path("selections/from-a-spreadsheet/preview/", from_table_preview, name="from_table_preview"),
]
