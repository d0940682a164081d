"""How does a form say that its act was refused, or that somebody else was faster; how is a table handed out?"""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from selection.access import CommitteeRequest
from selection.taking import TakenFile, take_tables
from tables.writing import Sheet


def refuse(form: forms.BaseForm, error: ValidationError) -> None:
    """Show what a verb refused: at its field where the form has that field, else above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for field, messages in error.message_dict.items():
        for message in messages:
            form.add_error(field if field in form.fields else None, message)


def renew(form: forms.BaseForm, version: int, now: str) -> None:
    """Somebody else was faster: say what it is now, keep what was typed, let a second press win."""
    form.data = {**{name: form.data.get(name) for name in form.data}, form.add_prefix("version"): str(version)}
    words = _(
        "Somebody changed this meanwhile. It is now: %(now)s. What you typed is still here; save again to keep it."
    )
    form.add_error(None, words % {"now": now})


def hand_out(request: CommitteeRequest, key: str, *sheets: Sheet) -> HttpResponse:
    """The table of a page: a workbook, or CSV where `?as=csv` asks for one table."""
    form = "csv" if request.GET.get("as") == "csv" and len(sheets) == 1 else "xlsx"
    return as_answer(take_tables(*sheets, key=key, form=form, right=request.right, member=request.member))


def as_answer(file: TakenFile) -> HttpResponse:
    header = content_disposition_header(as_attachment=True, filename=file.name)
    return HttpResponse(file.content, content_type=file.kind, headers={"Content-Disposition": str(header)})
