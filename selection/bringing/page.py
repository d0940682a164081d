"""What does a pasted list say, and is it written? One page for every kind of list."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from selection.access import CommitteeRequest
from selection.answering import refuse, say_brought
from selection.bringing.answers import answers_to, mark_of
from selection.bringing.lists import ListKind, write_list
from selection.forms.door import FileDoor, PasteForm


def pasted(request: CommitteeRequest, kind: ListKind, door: FileDoor, *, template: str, page: str) -> HttpResponse:
    """`page` is the address of the list itself; those of its door bear the name of its kind."""
    is_read = request.method == "POST" and door.is_valid() and not door.is_waiting
    form = PasteForm(door.box(request.POST) or None)
    form.fields["block"].required = not door.is_waiting and not door.errors
    found, code = None, request.selection.code
    if is_read and form.is_valid():
        block, is_trial = form.cleaned_data["block"], "write" not in request.POST
        try:
            found = write_list(
                kind,
                request.selection,
                block,
                member=request.member,
                file=door.file_name,
                answers=answers_to(block, request.POST),
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
        "selection": request.selection,
        "form": form,
        "door": door,
        "kind": kind,
        "found": found,
        "tally": found.tally if found else None,
        "vanished": found.vanished if found else [],
        "mark": mark_of(form.cleaned_data["block"]) if found else "",
        "back": reverse(page, args=[code]),
        "preview": reverse(f"{kind.table}_preview", args=[code]),
        "empty": reverse(f"{kind.table}_empty", args=[code]),
    }
    bad = bool(door.errors or form.errors or (found and found.bad))
    return render(request, template, context, status=door.refused_with if bad else 200)
