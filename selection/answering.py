"""How does a form say that its act was refused, or that somebody was faster; how are tables handed out and taken in?"""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from selection.access import CommitteeRequest
from selection.brought import changes_of, last
from selection.taking import TakenFile, take_tables
from tables.writing import Sheet


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Show what a verb refused: at its field where the form has that field, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, said in error.message_dict.items():
        for message in said:
            form.add_error(field if field in form.fields else None, message)


def renew(form: forms.BaseForm, version: int, now: str) -> None:
    """Somebody else was faster: say what it is now, keep what was typed, let a second press win."""
    form.data = {**{name: form.data.get(name) for name in form.data}, form.add_prefix("version"): str(version)}
    words = _(
        "Somebody changed this meanwhile. It is now: %(now)s. What you typed is still here; save again to keep it."
    )
    form.add_error(None, words % {"now": now})


def say_brought(request: CommitteeRequest, kind: str, said: str) -> None:
    """What was written, and the way back where there is one."""
    row = last(request.selection, kind)
    if row and any(one.is_change for one in changes_of(row)):
        said = format_html(
            '{} <a href="{}">{}</a>', said, reverse("brought_undo", args=[request.selection.code, row.pk]), _("Undo")
        )
    messages.success(request, said)


def hand_out(request: CommitteeRequest, key: str, *sheets: Sheet) -> HttpResponse:
    """The table of a page: a workbook, or CSV where `?as=csv` asks for one table."""
    form = "csv" if request.GET.get("as") == "csv" and len(sheets) == 1 else "xlsx"
    return as_answer(take_tables(*sheets, key=key, form=form, right=request.right, member=request.member))


def as_answer(file: TakenFile) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(file.content, content_type=file.kind, headers={"Content-Disposition": str(header)})
