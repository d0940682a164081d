"""Who is let in to pages with prices, and what do others read there?"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from selection import blindness
from selection.access import CommitteeRequest, committee
from vendors.visibility import hidden_from, may_know_of_prices

P = ParamSpec("P")
PriceView = Callable[Concatenate[CommitteeRequest, P], HttpResponse]


def with_prices(view: PriceView[P]) -> PriceView[P]:
    """Let in who may see prices; for others the page that says why not, or asks to open them first."""

    @wraps(view)
    def guarded(request: CommitteeRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        hidden = hidden_from(request.member)
        if hidden is None:
            return view(request, *args, **kwargs)
        status = 409 if request.method == "POST" else 200
        return render(request, "vendors/cost_hidden.html", {**hidden, "page": "cost_lines"}, status=status)

    return guarded


@committee("open_prices")
@require_POST
def open_prices(request: CommitteeRequest) -> HttpResponse:
    """From now on this person sees prices here, and gets no sheet; who scores is told why not."""
    if not may_know_of_prices(request.member):
        return render(request, "vendors/cost_hidden.html", hidden_from(request.member), status=409)
    blindness.open_prices(request.member)
    return redirect("costs" if request.POST.get("page") == "costs" else "cost_lines", request.selection.code)
