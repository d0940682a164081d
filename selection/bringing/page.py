"""What does a pasted list say, and is it written? One page for every kind of list."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from selection import reasons
from selection.access import CommitteeRequest
from selection.answering import refuse, say_brought
from selection.bringing.answers import mark_of
from selection.bringing.list_writing import write_list
from selection.bringing.lists import ListBlock, ListKind, asking
from selection.bringing.memory import Recalled, recalled
from selection.forms.door import FileDoor, PasteForm
from selection.forms.parts import ask_when_late


def pasted(request: CommitteeRequest, kind: ListKind, door: FileDoor, *, template: str, page: str) -> HttpResponse:
    """`page` is the address of the list itself; those of its door bear the name of its kind."""
    is_read = request.method == "POST" and door.is_valid() and not door.is_waiting
    form = ask_when_late(PasteForm(door.box(request.POST) or None), request.selection)
    form.fields["block"].required = not door.is_waiting and not door.errors
    found, known, code = None, Recalled(), request.selection.code
    if is_read and form.is_valid():
        block = form.cleaned_data["block"]
        known = recalled(*asking(kind, request.selection, block), door.answers(block, request.POST))
        is_trial = "write" not in request.POST or not known.is_shown or _lacks_reason(form)
        try:
            found = write_list(
                kind,
                request.selection,
                block,
                member=request.member,
                file=door.file_name,
                answers=known.answers,
                remove=request.POST.getlist("gone"),
                reason=form.cleaned_data.get("reason", ""),
                is_trial=is_trial,
            )
        except ValidationError as error:
            refuse(form, error)
        else:
            for fault in found.faults:
                form.add_error(None, fault)
            if not is_trial and not found.is_refused:
                say_brought(request, kind.table, _written(len(found.read)))
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


def _written(count: int) -> str:
    return ngettext("%(count)s row is written.", "%(count)s rows are written.", count) % {"count": count}


def _lacks_reason(form: PasteForm) -> bool:
    """Asked for after the close; without it the list is shown once more."""
    if "reason" not in form.fields:
        return False
    try:
        reasons.check(form.cleaned_data["reason"])
    except ValidationError as error:
        refuse(form, error)
    return bool(form.errors)


def _seen(found: ListBlock | None, form: PasteForm) -> dict[str, Any]:
    if found is None:
        return {"found": None, "tally": None, "vanished": [], "mark": ""}
    mark = mark_of(form.cleaned_data["block"])
    return {"found": found, "tally": found.tally, "vanished": found.vanished, "mark": mark}


def _addresses(kind: ListKind, code: str, page: str) -> dict[str, str]:
    names = {"back": page, "preview": f"{kind.table}_preview", "empty": f"{kind.table}_empty"}
    return {name: reverse(address, args=[code]) for name, address in names.items()}
