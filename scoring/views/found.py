"""How does one take marks of the own spreadsheet over into cells that are still empty?"""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from scoring.beside import may_be_of_five
from scoring.grid import grid
from scoring.offline.taking_over import take_over
from selection.access import CommitteeRequest, committee
from selection.once import once
from selection.versions import Stale


@committee("score")
@require_safe
def found_marks(request: CommitteeRequest) -> HttpResponse:
    """What would become of each mark that stands beside an empty cell."""
    return _page(request)


@once
@committee("score")
@require_POST
def take_found(request: CommitteeRequest) -> HttpResponse:
    """Take all whole ones over, or the one whose cell is named."""
    cell = request.POST.get("cell", "")
    try:
        count = take_over(request.member, cell=cell)
    except Stale:
        return _page(request, [_("Nothing was written: a cell was changed here meanwhile.")], status=409)
    except ValidationError as fault:
        return _page(request, fault.messages, status=422)
    words = ngettext("%(count)s cell is written.", "%(count)s cells are written.", count)
    messages.success(request, words % {"count": count})
    return redirect("found_marks" if cell else "scoring", request.selection.code)


def _page(request: CommitteeRequest, notes: Sequence[str] = (), *, status: int = 200) -> HttpResponse:
    sheet = grid(request.member)
    rows = sheet.beside if sheet else []
    taken = [one for one in rows if one.points is not None]
    page = {
        "selection": request.selection,
        "notes": notes,
        "rows": rows,
        "taken": taken,
        "file": next((one.sheet.file for one in rows), ""),
        "may_be_of_five": may_be_of_five(taken),
    }
    return render(request, "scoring/found.html", page, status=status)
