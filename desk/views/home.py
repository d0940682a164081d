"""What does a person see first: the list of selections, and what waits for them?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import ngettext

from desk import demo
from desk.frame import asked
from desk.home import TABS, listing, page_of, tab_counts, urgent
from selection.access import PersonRequest, anyone
from selection.fragments import wants_fragment

SHOWN_TURNS = 5


@anyone("home")
def home(request: PersonRequest) -> HttpResponse:
    tab = request.GET.get("tab", "open")
    tab = tab if tab in TABS else "open"
    wanted = request.GET.get("q", "").strip()[:80]
    page = page_of(request.user, tab=tab, wanted=wanted, number=request.GET.get("page"))
    cases = listing(request.user, page)
    context = {"listing": cases, "page": page, "tab": tab, "wanted": wanted}
    counts = tab_counts(request.user)
    context |= {"counts": counts, "today": timezone.localdate()}
    if wants_fragment(request):
        return render(request, "desk/_home_cases.html", context)
    waiting = sum(one.turns for one in asked(request))
    known = [row.standing for row in cases.rows]
    turns = urgent(request.user, asked(request), count=SHOWN_TURNS, known=known)
    context |= {"turns": turns, "more_turns": waiting - SHOWN_TURNS, "summary": _summary(counts["open"], waiting)}
    demos = demo.selections().count() if request.user.is_site_admin else 0
    return render(request, "desk/home.html", context | {"demos": demos})


@anyone("home")
def inbox(request: PersonRequest) -> HttpResponse:
    return render(request, "desk/inbox.html", {"turns": urgent(request.user, asked(request))})


def _summary(under_way: int, waiting: int) -> str:
    """How the head begins; each language sets its own space after a sentence."""
    going = ngettext("%(count)s under way, ", "%(count)s under way, ", under_way) % {"count": under_way}
    asked = ngettext("%(count)s thing waits for you. ", "%(count)s things wait for you. ", waiting)
    return going + asked % {"count": waiting}


urlpatterns = [
    path("", home, name="home"),
    path("inbox/", inbox, name="inbox"),
]
