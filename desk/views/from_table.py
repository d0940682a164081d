"""How does somebody's own spreadsheet become a selection?"""

import hashlib
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from criteria.library import synonyms
from criteria.matching import known
from criteria.models import Kind
from desk import starting
from desk.confirming import Confirmed, confirmed, rows_of
from desk.forms import FromTableForm
from desk.marks import Aside, sorting
from desk.matrix import Matrix, mark_of_sheet, read_matrix, to_fill_in
from scoring.found import Source
from selection import taking
from selection.access import PersonRequest, anyone
from selection.answering import as_answer, refuse
from selection.bringing.answers import mark_of
from selection.bringing.block import cells
from selection.forms.door import FileDoor
from selection.languages import current, pick
from selection.models import Selection
from selection.once import once
from tables.writing import workbook

KINDS = [(kind.value, kind.label) for kind in (Kind.RATED, Kind.MEASURED, Kind.PRICE)]


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
    form.fields["name"].required = "write" in request.POST
    page: dict[str, Any] = {"form": form, "door": door, "words": _words(), "empty": reverse("from_table_empty")}
    # A name that is missing takes nothing of the rest away.
    if is_read and form.is_bound and "block" not in form.errors:
        try:
            page |= _read(form.cleaned_data["block"], door, request.POST)
            form.propose_name(page["matrix"].title or PurePath(door.file_name).stem)
            if "write" in request.POST and page["is_same"] and not form.errors:
                name, source = form.cleaned_data["name"], _source_of(door, form, page["is_own"])
                made = _made(request, page["matrix"], page["found"], name=name, source=source)
                messages.success(request, _("%(code)s created; you are the chair.") % {"code": made.code})
                return redirect("overview", made.code)
        except ValidationError as error:
            refuse(form, ValidationError(error.messages))
    is_bad = request.method == "POST" and (form.errors or door.errors or (page.get("matrix") and page["matrix"].faults))
    return render(request, "desk/from_table.html", page, status=door.refused_with if is_bad else 200)


def _read(block: str, door: FileDoor, sent: QueryDict) -> dict[str, Any]:
    """What the page shows of a block."""
    answers = door.answers(block, sent)
    matrix = read_matrix(cells(block), answers)
    seen = mark_of_sheet(block, matrix)
    is_same = sent.get("seen") == seen
    found = confirmed(matrix, sent, answers=answers, is_first=not is_same)
    matrix.seen.asked += found.asked
    said = {"matrix": matrix, "found": found, "seen": seen, "is_same": is_same, "mark": mark_of(block)}
    said |= {"marks": sorting(matrix, found), "is_own": is_same and "own" in sent}
    return said | {"kinds": KINDS, "library": _library()}


def _made(request: PersonRequest, matrix: Matrix, found: Confirmed, *, name: str, source: Source) -> Selection:
    """What was confirmed as a selection; a refusal where something is not said yet."""
    if matrix.faults:
        raise ValidationError(matrix.faults)
    rows = rows_of(found)
    aside = Aside(source, sorting(matrix, found).kept)
    return starting.from_table(
        actor=request.user, name=name, rows=rows, vendors=found.names, facts=found.facts, aside=aside
    )


def _source_of(door: FileDoor, form: FromTableForm, is_own: bool) -> Source:
    """The file, where the box holds a sheet of it as it was read; else the block itself."""
    sheet, block = door.chosen, form.cleaned_data["block"]
    if door.known and sheet and cells(sheet["text"]) == cells(block):
        return Source(door.known["sha256"], door.known["file"], sheet["name"], is_own)
    return Source(hashlib.sha256(block.encode()).hexdigest(), is_own=is_own)


def _library() -> list[tuple[str, str]]:
    return [(one.code, pick({"zh": one.names[0], "en": one.names[1]})[0]) for one in known().values()]


def _words() -> list[tuple[str, str, list[str]]]:
    """What the criteria of the library are called beside their names, to be looked up beside the box."""
    return [
        (one.code, pick({"zh": one.names[0], "en": one.names[1]})[0], synonyms()[one.code][current()])
        for one in known().values()
        if one.code in synonyms()
    ]


@anyone("create_selection")
def from_table_empty(_request: PersonRequest) -> HttpResponse:
    """The sheet as it is read; nothing that anybody gave stands in it, so that taking it is no event."""
    content = workbook([to_fill_in()], code="", made=timezone.localdate())
    name = _("Criteria, weights and vendors to fill in") + ".xlsx"
    return as_answer(taking.TakenFile(content, name, taking.KINDS["xlsx"]))


urlpatterns = [
    path("selections/from-a-spreadsheet/empty/", from_table_empty, name="from_table_empty"),
    path("selections/from-a-spreadsheet/", from_table, name="from_table"),
    path("selections/from-a-spreadsheet/preview/", from_table_preview, name="from_table_preview"),
]
