"""What can somebody keep outside, to show later that the record was not changed?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scoring.receipts import receipts
from selection.access import CommitteeRequest, committee


@committee("view")
@require_safe
def receipts_page(request: CommitteeRequest) -> HttpResponse:
    page = {"selection": request.selection, "receipts": receipts(request.member)}
    return render(request, "scoring/receipts.html", page)
