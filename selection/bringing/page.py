"""What does a pasted list say, and is it written? One page for every kind of list."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from selection.access import CommitteeRequest
from selection.answering import refuse, say_brought
from selection.bringing.answers import mark_of
from selection.bringing.list_writing import write_list
from selection.bringing.lists import ListBlock, ListKind, asking
from selection.bringing.memory import Recalled, recalled
from selection.forms.door import FileDoor, PasteForm


def pasted(request: CommitteeRequest, kind: ListKind, door: FileDoor, *, template: str, page: str) -> HttpResponse:
    """`page` is the address of the list itself; those of its door bear the name of its kind."""
    is_read = request.method == "POST" and door.is_valid() and not door.is_waiting
    form = PasteForm(door.box(request.POST) or None)
    form.fields["block"].required = not door.is_waiting and not door.errors
    found, known, code = None, Recalled(), request.selection.code
    if is_read and form.is_valid():
        block = form.cleaned_data["block"]
        known = recalled(*asking(kind, request.selection, block), door.answers(block, request.POST))
        is_trial = "write" not in request.POST or not known.is_shown
        try:
            found = write_list(
                kind,
                request.selection,
                block,
                member=request.member,
                file=door.file_name,
                answers=known.answers,
                remove=request.POST.getlist("gone"),
                is_trial=is_trial,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            for fault in found.faults:
                form.add_error(None, fault)
            if not is_trial and not found.is_refused:
                count = len(found.read)
                words = ngettext("%(count)s row is written.", "%(count)s rows are written.", count)
                say_brought(request, kind.table, words % {"count": count})
                return redirect(page, code)
    context = {
        **_addresses(kind, code, page),
        "selection": request.selection,
        "form": form,
        "door": door,
        "kind": kind,
        "known": known,
        **_seen(found, form),
    }
    bad = bool(door.errors or form.errors or (found and found.bad))
    return render(request, template, context, status=door.refused_with if bad else 200)


def _seen(found: ListBlock | None, form: PasteForm) -> dict[str, Any]:
    if found is None:
        return {"found": None, "tally": None, "vanished": [], "mark": ""}
    mark = mark_of(form.cleaned_data["block"])
    return {"found": found, "tally": found.tally, "vanished": found.vanished, "mark": mark}


def _addresses(kind: ListKind, code: str, page: str) -> dict[str, str]:
    names = {"back": page, "preview": f"{kind.table}_preview", "empty": f"{kind.table}_empty"}
    return {name: reverse(address, args=[code]) for name, address in names.items()}
