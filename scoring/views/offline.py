"""How does one take the own sheet along as a workbook, and bring it back?"""

from collections.abc import Mapping, Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from scoring.forms import BringForm
from scoring.offline.bringing import REFUSED, Brought, Place, Preview, bring_back, brought_of, packed, preview, unpacked
from scoring.offline.lines import Lines, lines_of
from scoring.offline.matrix import lines_from
from scoring.offline.taking import own_sheet, take_sheet
from selection.access import CommitteeRequest, committee
from selection.answering import as_answer, refuse
from selection.models import Member
from selection.once import once
from selection.opening import BUSY, opened
from selection.phases import Blocked
from selection.versions import Stale

PREFIX = "keep-"


@committee("score")
@require_safe
def score_offline(request: CommitteeRequest) -> HttpResponse:
    """Take the sheet along, bring it back, or paste points."""
    return _page(request, BringForm())


@committee("score")
@require_safe
def offline_workbook(request: CommitteeRequest) -> HttpResponse:
    try:
        return as_answer(take_sheet(request.member))
    except ValidationError as fault:
        raise Blocked(fault.messages) from fault


@committee("score", is_one_act=False)
@require_POST
def offline_preview(request: CommitteeRequest) -> HttpResponse:
    """What would change; reading a file takes longer than the database should wait."""
    form = BringForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            lines, kind = _lines(request.member, **form.cleaned_data)
            sheet = own_sheet(request.member)
            found = preview(brought_of(lines.found, kind), sheet)
            brought = packed(found.brought, request.member, sheet.round)
        except ValidationError as fault:
            refuse(form, fault)
            return _page(request, form, status=503 if getattr(fault, "code", "") == BUSY else 422)
        else:
            status = 422 if found.counts[REFUSED] else 200
            return _page(request, form, found=found, brought=brought, notes=lines.notes, status=status)
    return _page(request, form, status=422)


def _lines(member: Member, *, file: UploadedFile | None, block: str) -> tuple[Lines, str]:
    sheet = own_sheet(member)
    if file:
        return lines_of(opened(file.read()), member, round=sheet.round.number), "file"
    return lines_from(block, sheet), "block"


@once
@committee("score")
@require_POST
def offline_write(request: CommitteeRequest) -> HttpResponse:
    """Write what the preview showed; what has changed here since is shown again."""
    try:
        sheet, text = own_sheet(request.member), request.POST.get("brought", "")
        brought = unpacked(text, request.member, sheet.round)
        count = bring_back(request.member, brought=brought, chosen=_chosen(request.POST, brought))
    except Stale:
        found = preview(brought, own_sheet(request.member))
        again = _("Nothing was written: a cell was changed here meanwhile. Check it and choose.")
        return _page(request, BringForm(), found=found, brought=text, notes=[again], status=409)
    except ValidationError as fault:
        return _page(request, BringForm(), notes=fault.messages, status=422)
    words = ngettext("%(count)s cell is written.", "%(count)s cells are written.", count)
    messages.success(request, words % {"count": count})
    return redirect("scoring", request.selection.code)


def _chosen(sent: Mapping[str, str], brought: Brought) -> dict[Place, int]:
    """Which version one's own replaces; -1 where what is here stays."""
    found: dict[Place, int] = {}
    for line in brought.lines:
        text = sent.get(f"{PREFIX}{line.criterion}-{line.vendor}", "")
        if text == "stored" or (text.isascii() and text.isdecimal() and len(text) < 10):
            found[line.criterion, line.vendor] = -1 if text == "stored" else int(text)
    return found


def _page(
    request: CommitteeRequest,
    form: BringForm,
    *,
    found: Preview | None = None,
    brought: str = "",
    notes: Sequence[str] = (),
    status: int = 200,
) -> HttpResponse:
    page = {"selection": request.selection, "form": form, "found": found, "brought": brought, "notes": notes}
    return render(request, "scoring/offline.html", page, status=status)
