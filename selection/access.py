"""May this person do this now? One table, role × phase, read by one decorator."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import reduce, wraps
from operator import or_
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from selection import dates, sessions
from selection.models import Member, Phase, Selection, User
from selection.prepared import Prepared

D, V, O, C, K, X, Z, N = (  # noqa: E741 (one letter a phase, so that a right is one line)
    Phase.DEFINE,
    Phase.INVITE,
    Phase.SCORE,
    Phase.CLOSED,
    Phase.CONSENSUS,
    Phase.DECIDE,
    Phase.DONE,
    Phase.CANCELLED,
)
ALL = frozenset({D, V, O, C, K, X, Z, N})
OPEN = frozenset({D, V, O, C, K, X})
BEFORE_CLOSE = frozenset({D, V, O})  # marks may still be given
REVEALED = frozenset({K, X, Z})
EVERYONE = ("chair", "procurement", "evaluator", "observer", "auditor")
ORGANISERS = ("chair", "procurement")
JUDGES = ("evaluator", "observer", "auditor")
SAFE = ("GET", "HEAD", "OPTIONS")

Right = dict[str, frozenset[Phase]]


def _right(roles: Iterable[str], phases: Iterable[Phase]) -> Right:
    return {role: frozenset(phases) for role in roles}


# The process profile "light": one person may hold several roles; two members suffice.
LIGHT: dict[str, Right] = {
    "view": _right(EVERYONE, ALL),
    "view_record": _right(("chair", "procurement", "auditor"), ALL),
    "edit_selection": _right(ORGANISERS, {D, V}),
    "delete_selection": _right(("chair",), {D}),
    "cancel_selection": _right(ORGANISERS, OPEN),
    "archive_selection": _right(ORGANISERS, {Z, N}),
    "manage_members": _right(ORGANISERS, {D, V, O}),
    "give_seat": _right(("chair",), BEFORE_CLOSE),  # one that came with a file, to an account
    "edit_needs": _right(ORGANISERS, {D}),
    "judge_needs": _right(ORGANISERS, {D, V, O, C, K}),
    "edit_criteria": _right(ORGANISERS, {D}),
    "seal": _right(("chair",), {D}),
    "mend": _right(ORGANISERS, ALL - {N}),  # a value that no analysis would take, and only such a one
    "edit_vendors": _right(ORGANISERS, {D, V}),
    "withdraw_vendor": _right(ORGANISERS, {D, V, O, C, K}),
    "edit_facts": _right(ORGANISERS, {D, V, O, C}),
    "view_costs": {**_right(ORGANISERS, ALL), **_right(JUDGES, REVEALED)},
    "open_prices": _right(ORGANISERS, BEFORE_CLOSE),  # an act of its own while marks may be given
    "allow_prices": _right(ORGANISERS, BEFORE_CLOSE),
    "edit_costs": _right(ORGANISERS, {D, V}),
    "open_scoring": _right(ORGANISERS, {V}),
    "view_sheet": _right(("evaluator",), {O, C, K, X, Z}),
    "score": _right(("evaluator",), {O}),
    "view_progress": _right(("chair", "procurement", "observer"), {O, C, K, X, Z}),
    "close_round": _right(("chair",), {O}),
    "keep_means": _right(("chair",), {C}),
    "settle_marks": _right(("chair",), OPEN),
    "view_scores": _right(EVERYONE, REVEALED),
    "plan_poc": _right(ORGANISERS, {D, V, O, C, K}),
    "record_trial": _right(("chair", "procurement", "evaluator"), {O, C, K}),
    "start_decision": _right(("chair",), {K}),
    "run_analysis": _right(ORGANISERS, {K, X, Z}),
    "view_results": _right(EVERYONE, REVEALED),
    "make_report": _right(ORGANISERS, REVEALED),
    "download_report": _right(EVERYONE, REVEALED),
    "export_selection": _right(("chair", "procurement", "auditor"), REVEALED),
    "decide": _right(("chair",), {X}),
    "propose_erasure": _right(ORGANISERS, {Z}),  # the chair where nobody of procurement is left
}
# What a site administrator may do outside any selection.
SITE: frozenset[str] = frozenset(
    {"manage_people", "edit_templates", "remove_demo", "view_site_record", "confirm_erasure"}
)
# What any signed-in person may do.
SIGNED_IN: frozenset[str] = frozenset({"home", "create_selection", "own_profile", "view_templates"})
# What needs no account.
PUBLIC: frozenset[str] = frozenset(
    {"sign_in", "first_administrator", "use_access_link", "forgotten_password", "set_language"}
)


class WrongPhase(Exception):
    """The right exists, but not in this phase."""

    def __init__(self, selection: Selection, action: str) -> None:
        super().__init__(action)
        self.selection = selection
        self.action = action


class PersonRequest(HttpRequest):
    """A request from somebody who is signed in."""

    user: User


class CommitteeRequest(PersonRequest):
    """A request from a member of the selection it is about."""

    member: Member
    selection: Selection
    right: str  # what let it in


def may(member: Member, action: str, phase: str | None = None) -> bool:
    """Whether a role of this member holds the right in this phase."""
    now = phase or member.selection.phase
    return any(now in LIGHT[action].get(role, ()) for role in member.roles)


def ever(member: Member, action: str) -> bool:
    return any(role in LIGHT[action] for role in member.roles)


def holding(action: str) -> Q:
    """Of the seats in a query, those that hold the right now."""
    roles = (Q(**{f"is_{role}": True}, selection__phase__in=phases) for role, phases in sorted(LIGHT[action].items()))
    return reduce(or_, roles)


def check(member: Member, action: str) -> None:
    if not ever(member, action):
        raise PermissionDenied(action)
    if not may(member, action):
        raise WrongPhase(member.selection, action)


def membership(user: User, code: str) -> Member:
    """The person's seat on the committee; a stranger learns nothing, not even that it exists."""
    member = SEAT.row(code=code, user=user.pk)
    if member is None:
        raise Http404
    member.user = user  # it is at hand; a join would read it again
    return member


def _seat(code: str, user: int) -> QuerySet[Member]:
    seats = Member.objects.select_related("selection").order_by()
    return seats.filter(selection__code=code, user=user, removed_at=None)


SEAT: Prepared[Member] = Prepared(_seat, code=str, user=int)


P = ParamSpec("P")
View = Callable[..., HttpResponse]
CommitteeView = Callable[Concatenate[CommitteeRequest, P], HttpResponse]


def committee(action: str, *, is_one_act: bool = True) -> Callable[[CommitteeView[P]], View]:
    """Let a member with the right in; stranger 404, wrong role 403, wrong phase 409.

    What first works long on what was sent is not one act: the database would wait for it.
    """

    def decorate(view: CommitteeView[P]) -> View:
        @wraps(view)
        def guarded(request: CommitteeRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            request.member = membership(request.user, code)
            request.selection = request.member.selection
            timezone.activate(dates.zone(request.selection))
            check(request.member, action)
            request.right = action
            with _one_act(request) if is_one_act else nullcontext():
                return view(request, *args, **kwargs)

        # A test walks all addresses and fails on a view that names no right.
        guarded.right = action  # type: ignore[attr-defined]
        return guarded

    return decorate


def site(action: str, *, is_one_act: bool = True) -> Callable[[View], View]:
    """Let site administrators in; everybody else 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not getattr(request.user, "is_site_admin", False):
                raise PermissionDenied(action)
            with _one_act(request) if is_one_act else nullcontext():
                return view(request, *args, **kwargs)

        guarded.right = action  # type: ignore[attr-defined]
        return guarded

    return decorate


@contextmanager
def _one_act(request: HttpRequest) -> Iterator[None]:
    """All that a sent form does up to its answer is stored, or nothing: a failure afterwards would look like one."""
    if request.method in SAFE:
        yield
        return
    with transaction.atomic():
        yield
        if request.session.modified:
            sessions.write(request)


def anyone(action: str) -> Callable[[View], View]:
    """Name the right of a view that every signed-in person, or everybody, may open."""

    def decorate(view: View) -> View:
        view.right = action  # type: ignore[attr-defined]
        return view

    return decorate
