"""What can somebody keep outside, to show later that the record was not changed?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from scoring import receipts as reading
from selection.access import CommitteeRequest, committee


@committee("view")
@require_safe
def receipts(request: CommitteeRequest) -> HttpResponse:
    page = {"selection": request.selection, "receipts": reading.receipts(request.member)}
    return render(request, "scoring/receipts.html", page)
