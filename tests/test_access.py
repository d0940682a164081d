"""Does every address answer every person in every phase as the rights table says?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from selection.access import BEFORE_CLOSE, JUDGES, LIGHT, ORGANISERS, PUBLIC, SIGNED_IN, SITE, WrongPhase
from selection.models import Event, Member, Phase, Selection
from tests import cast
from tests.scoring.scene import scene

ROLES = Member.ROLES
FILES = {
    "export_selection",
    "download_report",
    "download_report_tables",
    "chart_csv",
    "chart_drawing",
    "offline_workbook",
}
PLACEHOLDERS = {"StringConverter": "x", "IntConverter": 999_999, "SlugConverter": "x", "UUIDConverter": "x"}


@dataclass(frozen=True)
class Route:
    """One address of the site, and the view that answers it."""

    pattern: URLPattern

    @property
    def name(self) -> str:
        return self.pattern.name or ""

    @property
    def right(self) -> str:
        return getattr(self.pattern.callback, "right", "")

    @property
    def parameters(self) -> dict[str, object]:
        converters = self.pattern.pattern.converters
        return {name: PLACEHOLDERS[type(converter).__name__] for name, converter in converters.items()}

    @property
    def is_committees(self) -> bool:
        return str(self.pattern.pattern).startswith("s/<str:code>/")

    def path(self, code: str = "S-0001") -> str:
        return self.at(self.parameters | ({"code": code} if self.is_committees else {}))

    def at(self, parameters: dict[str, object]) -> str:
        return reverse(self.name, kwargs=parameters)


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield Route(pattern)


EVERY = list(routes(get_resolver().url_patterns))
COMMITTEES = [route for route in EVERY if route.is_committees]
OTHERS = [route for route in EVERY if not route.is_committees]
TABLES = [route.name for route in COMMITTEES if route.name.endswith("_table")]
TAKEN = {*FILES, *TABLES}  # looking at the rest is no event
by_name = pytest.mark.parametrize


def test_every_view_names_a_right_of_the_table():
    known = set(LIGHT) | SITE | SIGNED_IN | PUBLIC
    assert [route.name for route in EVERY if route.right not in known] == []


def test_every_address_has_a_name():
    assert [str(route.pattern.pattern) for route in EVERY if not route.name] == []


def test_a_committees_right_guards_a_committees_address_and_no_other():
    assert [route.name for route in COMMITTEES if route.right not in LIGHT] == []
    assert [route.name for route in OTHERS if route.right in LIGHT] == []


def test_only_public_views_open_without_an_account():
    open_ones = {route.right for route in EVERY if not getattr(route.pattern.callback, "login_required", True)}
    assert open_ones == PUBLIC


PROMISED = {
    "view_record": {"chair", "procurement", "auditor"},
    "export_selection": {"chair", "procurement", "auditor"},
    "make_report": {"chair", "procurement"},
    "view_progress": {"chair", "procurement", "observer"},
    "open_prices": {"chair", "procurement"},
    "give_seat": {"chair"},
    "close_round": {"chair"},
    "decide": {"chair"},
}


def test_who_holds_what_the_documents_promise():
    """`docs/integrity.md` names these roles; any other row of the table is tested where it is used."""
    assert {right: set(LIGHT[right]) for right in PROMISED} == PROMISED
    assert [role for role in JUDGES if LIGHT["view_costs"][role] & set(BEFORE_CLOSE)] == []
    assert LIGHT["propose_erasure"] == {role: {Phase.DONE} for role in ORGANISERS}


# ---- the guard, in every role and phase, without running what stands behind it


class Passed(Exception):
    """The guard let the request in."""


class Probe(WSGIRequest):
    """A request that stops at the moment in which the guard lets it in."""

    @property
    def right(self) -> str:
        return ""

    @right.setter
    def right(self, right: str) -> None:
        raise Passed(right)


def ask(route: Route, user) -> int:
    """What the guard says; a view that takes one method only says so to everybody alike."""
    answers = {_ask(route, user, method) for method in ("GET", "POST")} - {405}
    assert len(answers) == 1
    return answers.pop()


def _ask(route: Route, user, method: str) -> int:
    request = Probe(RequestFactory().request(REQUEST_METHOD=method).environ)
    request.user = user
    try:
        answer = route.pattern.callback(request, **route.parameters | {"code": "S-0001"})
    except Passed as passed:
        assert passed.args == (route.right,)
        return 200
    except PermissionDenied:
        return 403
    except Http404:
        return 404
    except WrongPhase:
        return 409
    assert answer.status_code == 405, "the guard was not asked"
    return 405


@pytest.mark.django_db
def test_every_route_answers_every_role_in_every_phase_by_the_table():
    made = cast.committee(people=())
    people = {role: cast.join(made.selection, role, role).user for role in ROLES}
    stranger = cast.committee("S-0002", people=("mallory",)).mallory.user
    odd = []
    for phase in Phase:
        Selection.objects.filter(code="S-0001").update(phase=phase)
        for route, role in product(COMMITTEES, ROLES):
            allowed = LIGHT[route.right].get(role)
            expected = 403 if allowed is None else 200 if phase in allowed else 409
            if (found := ask(route, people[role])) != expected:
                odd.append((route.name, role, phase, expected, found))
        odd += [(route.name, "stranger", phase) for route in COMMITTEES if ask(route, stranger) != 404]
    assert odd == []


@pytest.mark.django_db
def test_several_roles_hold_the_rights_of_each():
    made = cast.committee(people=())
    both = cast.join(made.selection, "chen", "chair", "observer").user
    seal, progress = (
        next(route for route in COMMITTEES if route.right == right) for right in ("seal", "view_progress")
    )
    assert (ask(seal, both), ask(progress, both)) == (200, 409)


@pytest.mark.django_db
def test_a_removed_member_is_a_stranger():
    made = cast.committee()
    Member.objects.filter(pk=made.chen.pk).update(removed_at="2026-01-01T00:00Z")
    assert {ask(route, made.chen.user) for route in COMMITTEES} == {404}


@pytest.mark.django_db
def test_a_zone_nobody_knows_breaks_no_page(client):
    made = cast.committee(zone="Middle/Earth")
    client.force_login(made.chen.user)
    assert client.get("/s/S-0001/").status_code == 200


# ---- the same answers through the whole stack, and no page that breaks behind the guard


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "phase", "path", "status"),
    [
        ("mallory", Phase.DEFINE, "/s/S-0001/", 404),
        ("mallory", Phase.DEFINE, "/s/S-9999/", 404),
        ("eva", Phase.DEFINE, "/s/S-0001/edit/", 403),
        ("bo", Phase.DEFINE, "/s/S-0001/edit/", 200),
        ("bo", Phase.SCORE, "/s/S-0001/edit/", 409),
    ],
)
def test_the_answers_are_pages_with_a_way_back(client, name, phase, path, status):
    cast.committee(phase=phase)
    client.force_login(cast.person(name))
    answer = client.get(path)
    assert answer.status_code == status
    assert 'href="/"' in answer.content.decode()


@pytest.mark.django_db
def test_a_script_is_told_in_the_notice_strip(client):
    client.force_login(cast.committee(phase=Phase.SCORE).bo.user)
    answer = client.get("/s/S-0001/edit/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#notices")
    assert "<html" not in answer.content.decode()


# The phases with the most to show in every run, the others in the campaign.
in_phases = pytest.mark.parametrize(
    "phase",
    [
        pytest.param(phase, marks=[] if phase in (Phase.DEFINE, Phase.SCORE, Phase.DECIDE) else pytest.mark.campaign)
        for phase in Phase
    ],
)


@pytest.mark.django_db
@in_phases
def test_no_page_breaks_behind_the_guard(phase):
    made = scene(phase, name_zh="客服平台")
    client = everyone(made)
    broken = []
    for route in COMMITTEES:
        if any(phase in phases for phases in LIGHT[route.right].values()):
            last = Event.objects.count()
            answer = client.get(route.path())
            if answer.status_code not in (200, 302, 400, 404, 405, 409):
                broken.append((route.name, answer.status_code))
            if Event.objects.count() != last and route.name not in TAKEN:
                broken.append((route.name, "left an event"))
    assert broken == []


@pytest.mark.django_db
@in_phases
def test_an_empty_post_breaks_nothing(phase):
    made = scene(phase, name_zh="客服平台")
    client = everyone(made)
    for route in COMMITTEES:
        if any(phase in phases for phases in LIGHT[route.right].values()):
            Selection.objects.filter(pk=made.selection.pk).update(phase=phase)
            answer = client.post(route.path())
            assert answer.status_code < 500 and answer.status_code != 403, (route.name, answer.status_code)


def everyone(made) -> Client:
    """A person with every role at once."""
    flags = {f"is_{role}": True for role in ROLES}
    Member.objects.filter(pk=made.committee.chen.pk).update(**flags)
    client = Client()
    client.force_login(made.committee.chen.user)
    return client


# ---- addresses outside a selection


@pytest.mark.django_db
@pytest.mark.parametrize("route", OTHERS, ids=lambda route: route.name)
def test_outside_a_selection(route, client):
    cast.person("mallory")
    path = route.path()
    answers = [client.get(path), client.post(path)]
    if route.right not in PUBLIC:
        assert {answer.status_code for answer in answers} <= {302, 401}
    client.force_login(cast.person("eva"))
    answers = [client.get(path).status_code, client.post(path).status_code]
    if route.right in SITE:
        assert set(answers) - {405} == {403}
    assert max(answers) < 500


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route in OTHERS if route.right in SITE], ids=lambda route: route.name)
def test_administrators_are_let_in(route, client):
    client.force_login(cast.admin())
    assert client.get(route.path()).status_code in (200, 302, 404, 405)
    assert client.post(route.path()).status_code in (200, 302, 400, 404, 422)
