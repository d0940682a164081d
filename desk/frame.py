"""What does the frame of every page show? A few reads, whatever the person sits in and the selection holds."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.badge import Asked, waiting
from desk.stages import stages
from desk.standing import Standing, count
from desk.styles import styles
from selection.access import may
from selection.dates import day_text
from selection.languages import text_of
from selection.models import Member, Selection, User

# How the names of a stage's pages begin.
PAGES = {
    "needs": "needs",
    "weights": "weights",
    "seal": "weights",
    "open_group": "weights",
    "vendors": "vendors",
    "facts": "vendors",
    "scor": "scoring",
    "closing_time": "scoring",
    "close_round": "scoring",
    "keep_means": "scoring",
    "poc": "poc",
    "cost": "costs",
    "results": "results",
    "working": "results",
    "run_": "results",
    "exceptions": "results",
    "decision": "decision",
    "start_decision": "decision",
    "decide": "decision",
}


def shell(request: HttpRequest) -> dict[str, Any]:
    """The context of every page's frame, worked out only by pages that show it."""
    return {"shell": Shell(request)}


class Shell(dict[str, Any]):
    """What `frame` finds, from the first question on; a template looks into a dictionary quickest."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__()
        self.request: HttpRequest | None = request

    def __missing__(self, name: str) -> Any:
        if self.request is None:
            raise KeyError(name)
        # Worked out once: from here on a name that is not found is not there.
        request, self.request = self.request, None
        self.update(frame(request))
        return self[name]


def frame(request: HttpRequest) -> dict[str, Any]:
    user, page = getattr(request, "user", None), _page(request)
    theme = getattr(user, "theme", "") or request.COOKIES.get("theme", "")
    found: dict[str, Any] = {"theme": theme or "light", "is_auto": not theme, "turns": 0, "stages": []}
    found |= {"page": page, "section": _section(page), "styles": styles(request)}
    if isinstance(user, User):
        found["turns"] = sum(one.turns for one in asked(request))
    selection = getattr(request, "selection", None)
    if isinstance(user, User) and not selection:
        found["printed"] = _printed(user)
    return found | _case(request, selection, page) if selection else found


def asked(request: HttpRequest) -> list[Asked]:
    """Where something waits for this person, the most urgent first; read once a request."""
    if not hasattr(request, "asked"):
        request.asked = waiting(request.user.pk or 0, timezone.now())  # type: ignore[attr-defined]
    return request.asked  # type: ignore[attr-defined]


def _printed(user: User) -> str:
    """Whose printed password opens an account, as far as this person can end that: their own, or others'."""
    if user.is_password_printed:
        return "own"
    if user.is_site_admin and User.objects.filter(is_password_printed=True, is_active=True).exists():
        return "others"
    return ""


def _page(request: HttpRequest) -> str:
    name = request.resolver_match.url_name if request.resolver_match else ""
    return name or ""


def _section(page: str) -> str:
    """Which entry of the main menu a page belongs to."""
    starts = {"template": "templates", "home": "home"}
    starts |= dict.fromkeys(("people", "person", "new_link", "refusals"), "people")
    return next((section for start, section in starts.items() if page.startswith(start)), page)


def _case(request: HttpRequest, selection: Selection, page: str) -> dict[str, Any]:
    """The selection that the page is about, with its stages."""
    member = getattr(request, "member", None)
    own = getattr(request, "standing", None) or (outline(member) if member else None)
    return {
        "selection": selection,
        "subtitle": _subtitle(selection, own.decided_at if own else None),
        "stages": stages(own) if own else [],
        "stage": stage_of(page),
        "may_view_record": may(member, "view_record") if member else False,
    }


def stage_of(page: str) -> str:
    """Which stage a page belongs to, by how its name begins."""
    return next((stage for start, stage in PAGES.items() if page.startswith(start)), "")


def _subtitle(selection: Selection, decided_at: datetime | None) -> str:
    parts = [text_of(selection, "organisation")]
    if decided_at:
        parts.append(_("decided on %(day)s") % {"day": day_text(decided_at)})
    elif selection.decision_date:
        parts.append(_("decision on %(day)s") % {"day": day_text(selection.decision_date)})
    return " · ".join(part for part in parts if part)


def outline(member: Member) -> Standing:
    """Where one selection stands, as far as its stages show it: what `standings` says, in one read or two."""
    standing = Standing(member.selection, member)
    count([standing])
    return standing
