"""Which selections does a person see, and what does every page's frame show?"""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from selection.languages import text_of
from selection.models import Selection, User

STAGES = (
    ("needs", gettext_lazy("Needs")),
    ("weights", gettext_lazy("Weights")),
    ("vendors", gettext_lazy("Vendors")),
    ("scoring", gettext_lazy("Scoring")),
    ("poc", gettext_lazy("POC")),
    ("costs", gettext_lazy("Cost")),
    ("results", gettext_lazy("Analysis")),
    ("decision", gettext_lazy("Decision")),
)
# The last stage of each phase that counts as done.
DONE = {"define": 0, "invite": 3, "score": 3, "closed": 4, "consensus": 4, "decide": 7, "done": 8, "cancelled": 0}


def selections_of(user: User | AnonymousUser) -> QuerySet[Selection]:
    return Selection.objects.filter(members__user=user, members__removed_at=None).distinct()


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page's frame, worked out only by pages that show it."""
    return {"shell": SimpleLazyObject(lambda: _frame(request))}


def _frame(request: HttpRequest) -> dict[str, Any]:
    match = request.resolver_match
    page = match.url_name if match else ""
    frame: dict[str, Any] = {"theme": _theme(request), "page": page, "turns": 0, "stages": []}
    selection = getattr(request, "selection", None)
    if selection:
        frame |= {"selection": selection, "subtitle": _subtitle(selection), "stages": _stages(selection, page or "")}
    return frame


def _theme(request: HttpRequest) -> str:
    user = getattr(request, "user", None)
    return getattr(user, "theme", "") or request.COOKIES.get("theme", "") or "light"


def _subtitle(selection: Selection) -> str:
    parts = [text_of(selection, "organisation")]
    if selection.decision_date:
        parts.append(_("decision on %(day)s") % {"day": date_format(selection.decision_date, "MONTH_DAY_FORMAT")})
    return " · ".join(part for part in parts if part)


def _stages(selection: Selection, page: str) -> list[dict[str, Any]]:
    stages = []
    for position, (url_name, name) in enumerate(STAGES):
        try:
            url = reverse(url_name, args=[selection.code])
        except NoReverseMatch:
            continue
        state = "done" if position < DONE[selection.phase] else "todo"
        stages.append(
            {"name": name, "url": url, "state": state, "is_current": page == url_name, "note": "", "share": None}
        )
    return stages
